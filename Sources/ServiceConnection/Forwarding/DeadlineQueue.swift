/// What is due when, earliest first: a binary heap. What is not wanted any more is passed over by whoever takes it out.
struct DeadlineQueue<Element> {
    private var heap: [(time: Duration, element: Element)] = []

    var earliest: Duration? { heap.first?.time }

    mutating func add(_ element: Element, at time: Duration) {
        heap.append((time, element))
        var child = heap.count - 1
        while child > 0, case let parent = (child - 1) / 2, heap[child].time < heap[parent].time {
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// The next that is due.
    mutating func pop(dueAt now: Duration) -> Element? {
        guard let first = heap.first, first.time <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink(0)
        return first.element
    }

    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].time < heap[least].time {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
