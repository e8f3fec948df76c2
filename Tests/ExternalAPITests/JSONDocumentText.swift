/// A JSON object whose members can be taken out and put in, the others staying letter by letter as they were.
struct JSONDocumentText {
    private var members: [(name: String, text: String)]

    /// Reads an object; `nil` for anything else. The order of members is kept.
    init?(_ text: String) {
        var members: [(String, String)] = []
        var depth = 0
        var isInString = false
        var isEscaped = false
        var name: String?
        var part = ""
        for character in text.dropFirst().dropLast() {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isInString = false
                }
            } else {
                switch character {
                case "\"": isInString = true
                case "{", "[": depth += 1
                case "}", "]": depth -= 1
                case ":" where depth == 0 && name == nil:
                    name = String(part.dropFirst().dropLast())
                    part = ""
                    continue
                case "," where depth == 0:
                    members.append((name ?? "", part))
                    (name, part) = (nil, "")
                    continue
                default: break
                }
            }
            part.append(character)
        }
        guard let name else { return nil }
        self.members = members + [(name, part)]
    }

    private init(members: [(name: String, text: String)]) { self.members = members }

    /// The object as text.
    var text: String { "{" + members.map { "\"\($0.name)\":\($0.text)" }.joined(separator: ",") + "}" }

    /// The object without some members.
    func removing(_ names: [String]) -> JSONDocumentText {
        JSONDocumentText(members: members.filter { !names.contains($0.name) })
    }

    /// The text of the object with a member at its end.
    func adding(_ name: String, _ value: String) -> String {
        JSONDocumentText(members: members + [(name, value)]).text
    }

    /// The text of a value that lies in objects.
    func text(at path: [String]) -> String {
        guard let first = path.first, let member = members.first(where: { $0.name == first }) else { return "null" }
        return path.count == 1
            ? member.text : JSONDocumentText(member.text)?.text(at: Array(path.dropFirst())) ?? "null"
    }
}
