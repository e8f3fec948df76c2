import Registry
import Testing

struct BoundedCacheTests {
    private func cache(capacity: Int, holding keys: ClosedRange<Int>? = nil) -> BoundedCache<Int, String> {
        let cache = BoundedCache<Int, String>(capacity: capacity)
        for key in keys.map(Array.init) ?? [] { cache.hold("\(key)", for: key, readSince: cache.moment()) }
        return cache
    }

    @Test func `what is held is found`() {
        let cache = cache(capacity: 3, holding: 1...3)
        #expect((0...4).map { cache.find($0) } == [nil, "1", "2", "3", nil])
        cache.hold("new", for: 2, readSince: cache.moment())
        #expect(cache.find(2) == "new" && cache.count == 3)
    }

    @Test(arguments: [0, 1, 2, 10])
    func `never more than twice the capacity is held`(_ capacity: Int) {
        let cache = cache(capacity: capacity)
        for key in 0..<100 {
            cache.hold("", for: key % 37, readSince: cache.moment())
            _ = cache.find(key % 5)
            #expect(cache.count <= 2 * max(capacity, 1))
        }
    }

    @Test func `at least its capacity of the newest values is held`() {
        let cache = cache(capacity: 10, holding: 1...95)
        #expect((86...95).allSatisfy { cache.find($0) != nil } && cache.find(50) == nil)
    }

    @Test func `what is used stays, what is not goes`() {
        let cache = cache(capacity: 4, holding: 1...4)
        for key in 5...60 {
            cache.hold("\(key)", for: key, readSince: cache.moment())
            #expect(cache.find(1) == "1")
        }
        #expect(cache.find(2) == nil)
    }

    @Test func `a dropped value is gone, the others stay`() {
        let cache = cache(capacity: 2, holding: 1...4)
        cache.drop(1)
        cache.drop(4)
        #expect((1...4).map { cache.find($0) } == [nil, "2", "3", nil])
        cache.dropAll()
        #expect(cache.count == 0 && cache.find(2) == nil)
    }

    @Test func `what was read before a drop is not held after it`() {
        let cache = cache(capacity: 2)
        let beforeDrop = cache.moment()
        cache.drop(7)
        cache.hold("old", for: 7, readSince: beforeDrop)
        #expect(cache.find(7) == nil)
        let beforeDropAll = cache.moment()
        cache.dropAll()
        cache.hold("old", for: 7, readSince: beforeDropAll)
        #expect(cache.find(7) == nil)
        cache.hold("fresh", for: 7, readSince: cache.moment())
        #expect(cache.find(7) == "fresh")
    }
}
