/// The words that sample patients are made of. Streets, employers and facilities are invented; telephone numbers lie in
/// the range kept for fiction (555-0100 to 555-0199), e-mail addresses under `example.com`, social security numbers
/// under 666, which is never assigned.
enum SampleVocabulary {
    struct Town {
        let city: String
        let state: String
        let zip: String
        let areaCode: String
        let service: ServiceLocation
    }

    static let femaleNames = [
        "Abigail", "Adaeze", "Amara", "Anneliese", "Beatriz", "Bernadette", "Camille", "Carmen", "Chloë", "Clementine",
        "Dahlia", "Delphine", "Edith", "Eleanor", "Esperanza", "Fatima", "Fiona", "Genevieve", "Gwendolyn", "Harriet",
        "Imani", "Ingrid", "Iris", "Josephine", "Juniper", "Keiko", "Lakshmi", "Leticia", "Lucía", "Mabel", "Marisol",
        "Mei-Ling", "Nadia", "Noor", "Octavia", "Ottilie", "Paloma", "Philippa", "Renée", "Rosalind", "Sabine",
        "Saoirse",
        "Soledad", "Tamsin", "Thandiwe", "Ursula", "Valentina", "Winifred", "Yolanda", "Zoë",
    ]
    static let maleNames = [
        "Alasdair", "Amadou", "Anselm", "Arturo", "Bartholomew", "Benedict", "Cedric", "Ciarán", "Cornelius", "Desmond",
        "Dmitri", "Edmund", "Elias", "Emeka", "Enrique", "Ezekiel", "Ferdinand", "Francisco", "Gideon", "Giovanni",
        "Hamish", "Hiroshi", "Horace", "Ignacio", "Isidore", "Jean-Luc", "Joaquín", "Kofi", "Leopold", "Lionel",
        "Magnus", "Marcellus", "Mateo", "Nikhil", "Obadiah", "Orlando", "Percival", "Quentin", "Raúl", "Reginald",
        "Rohan", "Sebastián", "Silas", "Søren", "Tariq", "Thaddeus", "Tobias", "Vikram", "Wendell", "Xavier",
    ]
    static let neutralNames = ["Avery", "Ellis", "Lennox", "Marlowe", "Quinn", "Remy", "Rowan", "Sage"]
    static let familyNames = [
        "Abernathy", "Adeyemi", "Aldermoor", "Applewhite", "Ashgrove", "Balakrishnan", "Bellweather", "Bianchi",
        "Birchwood", "Blackthorn", "Bramblewood", "Brookhaven", "Calderón", "Castellanos", "Chandrasekar",
        "Copperfield",
        "Crabtree", "Dankworth", "Delacroix", "Drinkwater", "Eastbrook", "Elderfield", "Fairweather", "Featherstone",
        "Ferreira-Lobo", "Fitzwarren", "Foxglove", "García-Moreno", "Goldenrod", "Greenhalgh", "Hallowell", "Hawthorne",
        "Heatherington", "Hightower", "Holloway", "Ibáñez", "Inglewood", "Jankowski", "Juniperson", "Kawaguchi",
        "Kettleburn", "Kowalczyk", "Lambertson", "Larkspur", "Lindqvist", "Lockhart-Reyes", "Longacre", "Mapleton",
        "Marchbanks", "Merriweather", "Mondragón", "Moonstone", "Müller-Hayes", "Nakashima", "Nightingale", "Núñez",
        "O’Dowd", "O’Shaughnessy", "Okonkwo", "Oxenford", "Pemberton", "Penhaligon", "Pettigrew", "Plumtree",
        "Quillfeather",
        "Ramanathan", "Ravensworth", "Rosenthal-Kim", "Saltonstall", "Sedgewick", "Silverthorne", "Stonebridge",
        "Strömberg", "Summerfield", "Swiftwater", "Thistlewood", "Thornbury", "Trevelyan", "Underhill", "Vandermeer",
        "Villanueva", "Waterstone", "Wetherby", "Whitlock", "Wildermuth", "Winterbourne", "Woolstencroft", "Yarrow",
        "Youngblood", "Zimmermann",
    ]
    static let middleInitials = [
        "A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "T", "W",
    ]
    static let streets = [
        "Elm St", "Quiet Brook Rd", "Larch Hollow Ln", "Copper Kettle Dr", "Old Orchard Way", "Wren Hill Ave",
        "Tanbark Trl", "Millrace Ct", "Saltbox Ln", "Juniper Bend", "Lantern St", "Fox Barrow Rd", "Ninebark Ave",
        "Harvest Moon Dr", "Weathervane Cir", "Paper Birch Blvd", "Slate Quarry Rd", "Meadowlark Pl", "Candlewick Ct",
        "Stonecrop Ter", "Sycamore Loop", "Thimble Creek Rd", "Whistling Pine Dr", "Bluestem Ave",
    ]
    static let employers = [
        "Larkfield Bakery", "Thimble & Sons Hardware", "Quiet Brook Schools", "Copperline Logistics",
        "Ninebark Nursery",
        "Saltbox Furniture Works", "Millrace Printing", "Lantern Street Library", "Tanbark Roofing", "Wren Hill Dairy",
    ]
    static let exemptionNotes = ["Exemption certificate on file", "Resident of a tax-exempt facility"]
    static let inactiveTexts = ["Coverage ended, renewal not returned", "Confirmed by telephone", "See notes"]
    static let otherRelationships = ["Neighbor", "Case worker", "Former roommate"]

    static let tags: [PatientTag] = [
        "Resupply", "CPAP", "Oxygen", "Diabetes", "Wound Care", "Mobility", "Paperless", "Interpreter", "Medicare",
        "Call Before Delivery",
    ].enumerated().compactMap { index, name in
        RecordIdentifier(number: 30_000_001 + index).map { PatientTag(id: $0, name: name) }
    }

    /// The towns, each with its service location. The National Provider Identifiers are of the block 199999998x to
    /// 199999999x, which ends the numbers and is used for examples.
    static let towns: [Town] = [
        town(0, "Dayton", "OH", "45402", "937", npi: "1999999984"),
        town(1, "Columbus", "OH", "43215", "614", npi: "1999999992"),
        town(2, "Fort Wayne", "IN", "46802", "260", npi: "1999999943"),
        town(3, "Lexington", "KY", "40507", "859", npi: "1999999950"),
        town(4, "Grand Rapids", "MI", "49503", "616", npi: "1999999968"),
        town(5, "Erie", "PA", "16501", "814", npi: "1999999976"),
    ].compactMap(\.self)

    /// Facilities in which patients live, by town.
    static let facilities: [FacilityLocation] = towns.enumerated().compactMap { index, town in
        RecordIdentifier(number: 40_000_001 + index).map { id in
            FacilityLocation(
                id: id,
                address: PostalAddress(
                    line: "\(100 + index) Convalescence Way", city: town.city, state: town.state, zip: town.zip))
        }
    }

    private static func town(
        _ index: Int, _ city: String, _ state: String, _ zip: String, _ areaCode: String, npi: String
    ) -> Town? {
        RecordIdentifier(number: 20_000_001 + index).map { id in
            Town(
                city: city, state: state, zip: zip, areaCode: areaCode,
                service: ServiceLocation(id: id, name: "\(city) Service Center", npi: npi))
        }
    }
}
