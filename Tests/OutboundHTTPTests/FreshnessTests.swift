import Testing

@testable import OutboundHTTP

@Suite struct FreshnessTests {
    @Test(
        arguments: [
            ([], nil, nil), (["max-age=300"], nil, 300), (["public, MAX-AGE = 300"], nil, 300),
            (["max-age=\"60\""], nil, 60), (["max-age=300"], "100", 200), (["max-age=300"], "400", 0),
            (["max-age=300"], "soon", 300), (["max-age=300, no-store"], nil, 0), (["no-cache"], nil, 0),
            (["max-age=300", "max-age=60"], nil, 60), (["max-age=-1"], nil, nil),
            (["max-age=99999999999999"], nil, nil),
            (["max-age"], nil, nil), (["private"], nil, nil), ([",,=,"], nil, nil), (["s-maxage=10"], nil, nil),
        ] as [([String], String?, Int64?)])
    func `freshness follows Cache-Control and Age`(_ fields: [String], _ age: String?, _ seconds: Int64?) {
        #expect(Freshness.seconds(cacheControl: fields, age: age) == seconds)
    }
}
