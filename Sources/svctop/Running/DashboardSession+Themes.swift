import Configuration
import Dashboard
import TOML
import Terminal

/// Which theme is drawn with.
extension DashboardSession {
    /// At the start.
    /// - Returns: why it is another one than the user wants.
    func readTheme() -> [String] {
        defer { watchTheme() }
        do throws(FileError) {
            try themes.readAgain()
            return []
        } catch {
            return ["\(error) (shown with \(themes.theme.name) instead)"]
        }
    }

    func useTheme(_ name: String) async {
        do throws(FileError) {
            try themes.use(name)
            watchTheme()
        } catch {
            await take(.message(Message(error.description, .error)), .input)
        }
    }

    func readThemeAgain() async {
        defer { watchTheme() }
        do throws(FileError) {
            try themes.readAgain()
            await take(.message(Message("theme \(themes.theme.name) read again")), .input)
        } catch {
            await take(.message(Message("\(error) (the theme stays as it was)", .error)), .input)
        }
    }

    func learn(_ appearance: Theme.Appearance) async {
        awaitsBackground = false
        do throws(FileError) {
            try themes.learn(appearance)
            watchTheme()
            await want(.input)
        } catch {
            await take(.message(Message(error.description, .error)), .input)
        }
    }

    func listThemes() {
        let themes = themes
        Task.detached(priority: .userInitiated) { await self.take(.themes(themes.listing), .input) }
    }

    /// Looks once a second whether the files have changed; built-in themes have none.
    private func watchTheme() {
        themeWatch?.cancel()
        themeWatch = nil
        guard themes.hasFiles else { return }
        themeWatch = Task {
            while case .some = try? await Task.sleep(for: .seconds(1)) {
                if await isThemeOutdated() { await readThemeAgain() }
            }
        }
    }

    private func isThemeOutdated() async -> Bool {
        let themes = themes
        return await Task.detached { themes.isOutdated }.value
    }
}
