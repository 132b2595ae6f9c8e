import DNSCore

/// The SRV, TXT and PTR records of some names in one zone are to be gone, those of others at the same names are to stay.
struct Withdrawal: ZoneAim {
    var places: [ServicePlace]
    /// Whatever port of this host they have.
    var anyPort = false
    /// What has been registered goes even where nobody has looked whether it is there.
    var includesUnseen = false

    /// Whether it names what others need too: text and PTR record of an instance. Then it has to be sure that they are not
    /// there; else nothing has to be as it was.
    var touchesShared: Bool { places.contains { $0.name.instance != nil } }

    var keys: [RRsetKey] { Registration(places: places).keys }

    func changes(in view: ZoneView) -> [UpdateRequest.Change] {
        places.flatMap { place in
            var locations = owned(place, view)
            var texts = view.texts(at: place.owner).filter { isOwn($0, of: place, view) }
            if includesUnseen {
                if !locations.contains(place.location) { locations.append(place.location) }
                if let text = place.text, !texts.contains(text), isOwn(text, of: place, view) { texts.append(text) }
            }
            return locations.map { .delete(place.owner, .srv($0)) } + texts.map { .delete(place.owner, .txt($0)) }
                + (locations.isEmpty && texts.isEmpty ? [] : pointers(place, view))
        }
    }

    func isReached(in view: ZoneView) -> Bool { places.allSatisfy { owned($0, view).isEmpty } }

    private func owned(_ place: ServicePlace, _ view: ZoneView) -> [ServiceLocation] {
        view.locations(at: place.owner).filter {
            anyPort ? place.isOnThisHost($0) : place.isSameEndpoint($0)
        }
    }

    /// Whether nobody else is at the name.
    private func isAlone(_ place: ServicePlace, _ view: ZoneView) -> Bool {
        view.locations(at: place.owner).count == owned(place, view).count
    }

    private func isOwn(_ text: TextStrings, of place: ServicePlace, _ view: ZoneView) -> Bool {
        place.isOwn(text, portToo: !anyPort) && (place.name.instance == nil || isAlone(place, view))
    }

    /// An instance is not listed any more once nobody offers it.
    private func pointers(_ place: ServicePlace, _ view: ZoneView) -> [UpdateRequest.Change] {
        guard let pointer = place.pointer, isAlone(place, view) else { return [] }
        return [.delete(place.name.service, pointer)]
    }
}
