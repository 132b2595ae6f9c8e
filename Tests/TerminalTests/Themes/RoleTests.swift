import Terminal
import Testing

@Suite("Roles")
struct RoleTests {
    @Test func haveOnePlaceInAThemeEach() {
        #expect(Role.bannerPaused.section == "ui" && Role.bannerPaused.key == "banner_paused")
        #expect(Role.graphLow.section == "graph" && Role.graphLow.key == "low")
        #expect(Role.added.section == "change" && Role.laneNow.section == "lane")
        for role in Role.allCases {
            #expect(Role(section: role.section, key: role.key) == role)
            #expect(Role.sections.contains(role.section))
        }
        for status in StatusName.allCases { #expect(StatusName(name: status.name) == status) }
    }
}
