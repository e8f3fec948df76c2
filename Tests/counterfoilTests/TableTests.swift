import Administration
import Testing
import Timekeeping

@testable import counterfoil

@Suite struct TableTests {
    private let records: [JSONDocument] = [
        ["id": "sub_1", "partner": "A partner with quite a long name", "used_at": .null],
        ["id": "sub_22", "partner": "Short", "used_at": .moment(Timestamp(millisecondsSince1970: 1_120))],
    ]
    private let columns: [Table.Column] = ["id", .flexible("partner"), "used_at"]

    @Test func `columns are as wide as their widest cell`() {
        #expect(
            Table(records, columns: columns).lines(width: nil) == [
                "ID      PARTNER                           USED AT",
                "sub_1   A partner with quite a long name  –",
                "sub_22  Short                             1970-01-01T00:00:01Z",
            ])
    }

    @Test func `free text gives way to the width of the terminal, identifiers do not`() {
        let lines = Table(records, columns: columns).lines(width: 44)
        #expect(
            lines == [
                "ID      PARTNER         USED AT",
                "sub_1   A partner wit…  –",
                "sub_22  Short           1970-01-01T00:00:01Z",
            ])
        #expect(lines.allSatisfy { $0.terminalWidth <= 44 })
    }

    @Test func `a terminal too narrow for the identifiers cuts free text to its least and nothing else`() {
        #expect(
            Table(records, columns: columns).lines(width: 10) == [
                "ID      PARTNER   USED AT",
                "sub_1   A partn…  –",
                "sub_22  Short     1970-01-01T00:00:01Z",
            ])
    }

    @Test(
        arguments: [
            ("abc", 3), ("", 0), ("日本", 4), ("é", 1), ("e\u{301}", 1), ("👩‍⚕️", 2), ("한", 2), ("ﬁ", 1),
        ] as [(String, Int)])
    func `wide characters count twice`(text: String, width: Int) {
        #expect(text.terminalWidth == width)
    }

    @Test(
        arguments: [
            ("a\u{1B}[31mb", "a\u{FFFD}[31mb"), ("a\nb", "a\u{FFFD}b"), ("a\u{9B}b", "a\u{FFFD}b"),
            ("a\u{202E}b", "a\u{FFFD}b"), ("a\u{2066}b", "a\u{FFFD}b"), ("ä–…", "ä–…"),
        ] as [(String, String)])
    func `what would steer a terminal is replaced`(text: String, printed: String) {
        #expect(JSONDocument.text(text).cellText == printed)
    }

    @Test func `a record is shown with its members under one another`() {
        let record: JSONDocument = ["tenant": "acme", "scopes": .texts(["a", "b"]), "hosts": .list([])]
        #expect(
            Report.record(record).text(asJSON: false, width: 80) == """
                tenant  acme
                scopes  a, b
                hosts   –

                """)
    }

    @Test func `an empty list says so in words`() {
        let report = Report.list([], columns: ["id"], empty: "There are none.")
        #expect(report.text(asJSON: false, width: nil) == "There are none.\n")
        #expect(report.text(asJSON: true, width: nil) == "[]\n")
    }
}

@Suite struct JSONTextTests {
    @Test func `members keep their order and absent values are null`() {
        let document: JSONDocument = [
            "b": .integer(-1), "a": .null, "c": .list([]), "d": .object([]), "e": .boolean(true),
            "f": .list([.text("x"), .moment(Timestamp(millisecondsSince1970: 1))]),
        ]
        #expect(
            document.jsonText == """
                {
                  "b": -1,
                  "a": null,
                  "c": [],
                  "d": {},
                  "e": true,
                  "f": [
                    "x",
                    "1970-01-01T00:00:00.001Z"
                  ]
                }
                """)
    }

    @Test(
        arguments: [
            ("a\"b\\", #""a\"b\\""#), ("\n\r\t", #""\n\r\t""#), ("\u{1B}\u{0}", #""\u001b\u0000""#),
            ("\u{9B}\u{7F}", #""\u009b\u007f""#), ("ä/日", #""ä/日""#),
        ] as [(String, String)])
    func `control characters are escaped`(text: String, json: String) {
        #expect(JSONDocument.quoted(text) == json)
    }
}
