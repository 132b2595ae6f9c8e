enum KeyTables {
    static func print(_ names: [String], _ results: [[DashboardFigures]]) {
        var answers = Table(
            "Down key to first output, ms", columns: ["keys", "unanswered", "p50", "p99", "most", "bytes", "CPU ms"])
        var rest = Table(
            "Start and rest", columns: ["first frame ms", "loaded s", "at rest s", "idle CPU %", "peak MiB"])
        for (name, figures) in zip(names, results) {
            let all = Sample(figures.flatMap(\.answers).map { $0 * 1000 })
            answers.add(
                name,
                [
                    (all?.count ?? 0).grouped, figures.reduce(0) { $0 + $1.unanswered }.grouped,
                    all?.median.text(2) ?? "", all?.percentile(99).text(2) ?? "", all?.most.text(2) ?? "",
                    Sample(figures.flatMap(\.bytes))?.median.text(0) ?? "",
                    Sample(figures.map { $0.processorPerKey * 1000 })?.text(2) ?? "",
                ])
            rest.add(
                name,
                [
                    Sample(figures.map { $0.firstFrame * 1000 })?.text(0) ?? "",
                    Sample(figures.map(\.loaded))?.text(2) ?? "", Sample(figures.map(\.settled))?.text(2) ?? "",
                    Sample(figures.map { $0.idle * 100 })?.text(2) ?? "",
                    Sample(figures.map(\.peak.mebibytes))?.text(1) ?? "",
                ])
        }
        answers.print()
        printAnswersWhileLoading(names, results)
        rest.print()
    }

    private static func printAnswersWhileLoading(_ names: [String], _ results: [[DashboardFigures]]) {
        var table = Table("While the zone is loading, `?` to the help, ms", columns: ["keys", "p50", "p99", "most"])
        for (name, figures) in zip(names, results) {
            guard let all = Sample(figures.flatMap(\.answersWhileLoading).map { $0 * 1000 }) else { continue }
            table.add(
                name, [all.count.grouped, all.median.text(2), all.percentile(99).text(2), all.most.text(2)])
        }
        table.print()
    }
}
