import FoundationEssentials
import Logging
import Observability
import Testing

struct CounterfoilLogHandlerTests {
    private let fixture = LogFixture()

    @Test func `a text line has time level message and values in the order of their keys`() {
        fixture.logger(.text).info("token issued", metadata: ["realm": "demo/sandbox", "client": "cf_test_1"])
        #expect(
            fixture.lines == ["2026-11-24T22:37:38.120Z info  token issued client=cf_test_1 realm=demo/sandbox\n"])
    }

    @Test func `a JSON line has time level message and values`() {
        fixture.logger(.json, label: "server").warning("slow", metadata: ["ms": .stringConvertible(12), "path": "/a"])
        #expect(
            fixture.lines == [
                #"{"time":"2026-11-24T22:37:38.120Z","level":"warning","logger":"server","message":"slow","ms":12,"#
                    + #""path":"/a"}"# + "\n"
            ])
    }

    @Test func `numbers and truth values stay what they are in JSON`() throws {
        fixture.logger(.json).info(
            "m",
            metadata: [
                "i": .stringConvertible(Int64(-3)), "d": .stringConvertible(0.5), "b": .stringConvertible(true),
                "n": .stringConvertible(Double.nan), "s": "7",
            ])
        let line = try #require(fixture.lines.first)
        #expect(line.hasSuffix(#""message":"m","b":true,"d":0.5,"i":-3,"n":"nan","s":"7"}"# + "\n"))
    }

    @Test(
        arguments: LogForm.allCases,
        [
            "a\nb", "a\r\nb", "\u{2028}x", "\u{1B}[2J", "\u{0}", "\u{85}", "\u{202E}evil", "\"},{\"", "é \u{1F600}",
            "\\", "\u{E0041}", " time=0 level=error",
        ])
    func `no value can start a line or hide one`(form: LogForm, value: String) throws {
        fixture.logger(form).info("\(value)", metadata: ["key": "\(value)", "\(value)": "x"])
        let line = try #require(fixture.lines.first)
        #expect(fixture.lines.count == 1)
        #expect(line.last == "\n")
        let hidden = line.dropLast().unicodeScalars.filter {
            $0.properties.generalCategory == .control || $0.properties.generalCategory == .format
                || $0.properties.generalCategory == .lineSeparator
        }
        #expect(hidden.isEmpty)
        guard form == .json else { return }
        let document = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(document["message"] == value)
        #expect(document["key"] == value)
        #expect(document[value] == "x")
        #expect(document.count == 5)
    }

    @Test(arguments: [
        ("plain", "plain"), ("two words", #""two words""#), ("", #""""#), ("a=b", #""a=b""#),
        (#"say "x""#, #""say \"x\"""#), ("a\tb", #""a\tb""#), ("\u{1B}c", #""\u{1b}c""#), ("Zoë", "Zoë"),
    ])
    func `a value of more than one word is quoted in text`(value: String, written: String) {
        fixture.logger(.text).info("m", metadata: ["k": "\(value)"])
        #expect(fixture.lines == ["2026-11-24T22:37:38.120Z info  m k=\(written)\n"])
    }

    @Test func `nested metadata becomes keys with dots`() {
        fixture.logger(.text).info(
            "m", metadata: ["a": ["b": "1", "c": ["x", "y"]], "a.b": "2"])
        let line = fixture.lines.first ?? ""
        #expect(line.contains("a.c.0=x a.c.1=y\n"))
        #expect(line.split(separator: " ").filter { $0.hasPrefix("a.b=") }.count == 1)
    }

    @Test func `metadata nested without end is cut off`() {
        var value: Logger.MetadataValue = "deep"
        for _ in 0..<50 { value = .array([value]) }
        fixture.logger(.json).info("m", metadata: ["k": value])
        #expect(fixture.lines.first?.contains(#""k.0.0.0":"…"}"#) == true)
    }

    @Test func `metadata cannot take the place of a line's own members`() throws {
        fixture.logger(.json).info("m", metadata: ["level": "critical", "message": "forged", "time": "0"])
        let line = try #require(fixture.lines.first)
        let document = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(document["level"] == "info")
        #expect(document["message"] == "m")
        #expect(document["time"] == "2026-11-24T22:37:38.120Z")
        #expect(document["metadata.level"] == "critical")
    }

    @Test(arguments: LogForm.allCases)
    func `a long value is cut`(form: LogForm) throws {
        fixture.logger(form).info("m", metadata: ["k": "\(String(repeating: "é", count: 10_000))"])
        let line = try #require(fixture.lines.first)
        #expect(line.filter { $0 == "é" }.count == Limits.logValueBytes / 2)
    }

    @Test func `events below the level are not written`() {
        var logger = fixture.logger(.text, level: .warning)
        logger.info("quiet")
        logger.warning("loud")
        logger.logLevel = .debug
        logger.debug("now too")
        #expect(
            fixture.lines == [
                "2026-11-24T22:37:38.120Z warning loud\n", "2026-11-24T22:37:38.120Z debug now too\n",
            ])
    }

    @Test func `the event's own value wins over the provider's and that over the logger's`() {
        let provider = Logger.MetadataProvider { ["a": "provider", "b": "provider"] }
        var logger = fixture.logger(.text, metadataProvider: provider)
        logger[metadataKey: "a"] = "logger"
        logger[metadataKey: "b"] = "logger"
        logger[metadataKey: "c"] = "logger"
        logger.info("m", metadata: ["a": "event"])
        #expect(fixture.lines == ["2026-11-24T22:37:38.120Z info  m a=event b=provider c=logger\n"])
    }

    @Test func `an error stands beside the message with its type`() {
        struct Broken: Error, CustomStringConvertible { let description = "it broke" }
        fixture.logger(.text).error("failed", error: Broken())
        #expect(fixture.lines == ["2026-11-24T22:37:38.120Z error failed error=\"it broke\" error.type=Broken\n"])
    }
}
