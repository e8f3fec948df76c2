import Administration
import Registry

/// Fills the templates of a page. Every part says of every kind whether it is of it: the template engine looks further
/// out for a name that a part has not.
struct PageRenderer {
    let visit: Visit
    private let formToken: String
    /// What stands before the identifiers of a search's fields.
    private static let searchForm = "search"
    /// Makes a form's idempotency key.
    let once: () -> String

    /// A renderer of pages for a visit, whose forms all have the same token.
    init(visit: Visit, once: @escaping () -> String) {
        self.visit = visit
        self.once = once
        formToken = RequestForgery.token(forCookie: visit.cookie)
    }

    func view(of page: Page) -> View {
        let trail = page.trail.map { link -> View in
            ["trail_text": .text(link.text), "trail_address": .text(link.address)]
        }
        return [
            "stylesheet": .text(ConsoleAsset.stylesheet.address), "script": .text(ConsoleAsset.script.address),
            "mark": .text(ConsoleAsset.mark.address), "title": .text(page.title),
            "navigation": .list(Area.main.filter(isOpen).map { navigation($0, page.area) }),
            "person": .text(visit.person.displayName), "role": .text(visit.person.role.rawValue),
            "account": .text(Area.account.address), "is_account": .flag(page.area == .account),
            "form_token": .text(formToken),
            "has_trail": .flag(!trail.isEmpty), "trail": .list(trail),
            "badges": .list(page.badges.map(badge)), "lead": .text(ifPresent: page.lead),
            "has_links": .flag(!page.links.isEmpty),
            "links": .list(page.links.map { ["link_text": .text($0.text), "link_address": .text($0.address)] }),
            "notices": .list(
                page.notices.map { ["notice_tone": .text($0.tone.rawValue), "notice_text": .text($0.text)] }),
            "sections": .list(page.sections.map(section)),
        ]
    }

    private func isOpen(_ area: Area) -> Bool { area != .operators || visit.may("listOperators") }

    private func navigation(_ area: Area, _ current: Area) -> View {
        [
            "area_title": .text(area.title), "area_address": .text(area.address),
            "is_current": .flag(area == current), "area_name": .text(area.rawValue),
        ]
    }

    private func badge(_ badge: Badge) -> View {
        ["badge_text": .text(badge.text), "badge_tone": .text(badge.tone.rawValue)]
    }

    private func section(_ section: Section) -> View {
        var values: [String: View] = [
            "tiles": false, "facts": false, "table": false, "open_form": false, "actions": false, "search": false,
            "copies": false, "columns": false, "chart": false,
            "prose": false,
        ]
        switch section {
        case .tiles(let tiles): values["tiles"] = ["tile": .list(tiles.map(tile))]
        case .facts(let title, let facts):
            values["facts"] = ["facts_title": .text(ifPresent: title), "fact": .list(facts.map(fact))]
        case .table(let table): values["table"] = self.table(table)
        case .form(let form): values["open_form"] = visit.may(form.operation) ? self.form(form) : false
        case .actions(let title, let forms):
            let allowed = forms.filter { visit.may($0.operation) }
            values["actions"] =
                allowed.isEmpty ? false : ["actions_title": .text(title), "action": .list(allowed.map(self.form))]
        case .search(let search):
            values["search"] = [
                "search_address": .text(search.address), "search_submit": .text(search.submit),
                "fields": .list(search.fields.map { field($0, of: Self.searchForm) }),
            ]
        case .copies(let title, let lead, let copies):
            values["copies"] = [
                "copies_title": .text(title), "copies_lead": .text(ifPresent: lead), "copy": .list(copies.map(copy)),
            ]
        case .columns(let columns): values["columns"] = ["column": .list(columns.map(column))]
        case .chart(let chart): values["chart"] = chart.view
        case .prose(let text): values["prose"] = ["prose_text": .text(text)]
        }
        return .object(values)
    }

    private func tile(_ tile: Tile) -> View {
        [
            "tile_label": .text(tile.label), "tile_value": .text(tile.value), "tile_note": .text(ifPresent: tile.note),
            "tile_address": .text(ifPresent: tile.address), "tile_tone": .text(tile.tone.rawValue),
        ]
    }

    private func fact(_ fact: Fact) -> View { ["fact_label": .text(fact.label), "cell": cell(fact.cell)] }

    private func copy(_ copy: Copy) -> View {
        [
            "copy_id": .text(copy.id), "copy_label": .text(copy.label), "copy_text": .text(copy.text),
            "is_long": .flag(copy.isLong), "is_secret": .flag(copy.isSecret),
        ]
    }

    private func column(_ column: Column) -> View {
        [
            "column_title": .text(column.title), "column_badges": .list(column.badge.map { [badge($0)] } ?? []),
            "sections": .list(column.sections.map(section)),
        ]
    }

    private func table(_ table: Table) -> View {
        let hasForms = table.rows.contains { $0.forms.contains { visit.may($0.operation) } }
        let headings = table.headings + (hasForms ? ["Actions"] : [])
        return [
            "table_title": .text(table.title), "has_rows": .flag(!table.rows.isEmpty),
            "table_empty": .text(table.empty), "table_next": .text(ifPresent: table.next),
            "table_first": .text(ifPresent: table.first), "has_pages": .flag(table.next != nil || table.first != nil),
            "heading": .list(headings.map { ["heading_text": .text($0)] }),
            "row": .list(
                table.rows.map { row in
                    let cells = zip(table.headings, row.cells).map { heading, content -> View in
                        ["cell_heading": .text(heading), "cell": cell(content)]
                    }
                    let forms = row.forms.filter { visit.may($0.operation) }
                    return [
                        "cells": .list(cells), "has_actions": .flag(hasForms), "action": .list(forms.map(form)),
                    ]
                }),
        ]
    }

    private func cell(_ cell: Cell) -> View {
        var values: [String: View] = [
            "plain": false, "code": false, "link": false, "code_link": false, "cell_badge": false, "moment": false,
            "nothing": false,
        ]
        switch cell {
        case .text(let text): values["plain"] = ["value": .text(text)]
        case .code(let text): values["code"] = ["value": .text(text)]
        case .link(let link): values["link"] = ["value": .text(link.text), "address": .text(link.address)]
        case .codeLink(let link): values["code_link"] = ["value": .text(link.text), "address": .text(link.address)]
        case .badge(let badge): values["cell_badge"] = self.badge(badge)
        case .moment(let moment):
            values["moment"] = ["iso": .text(moment), "value": .text(Moments.short(moment))]
        case .none: values["nothing"] = true
        }
        return .object(values)
    }

    private func form(_ form: ActionForm) -> View {
        let typed = form.typedName.map { name -> View in
            [
                "typed_name": .text(name), "typed_field": .text(ActionForm.typedNameField),
                "typed_id": .text("\(form.id)-typed"),
            ]
        }
        return [
            "form_id": .text(form.id), "form_action": .text(visit.address), "form_title": .text(form.title),
            "form_token": .text(formToken), "once": .text(once()),
            "tag": .text(ifPresent: form.current.map(Precondition.entityTag)),
            "explanation": .text(ifPresent: form.explanation), "submit": .text(form.submit),
            "is_open": .flag(form.style == .open || form.isRefused), "is_open_form": .flag(form.style == .open),
            "is_button": .flag(form.style == .button), "is_dangerous": .flag(form.isDangerous),
            "form_fault": .text(ifPresent: form.fault), "typed": typed ?? false,
            "fields": .list(form.fields.map { field($0, of: form.id) }),
        ]
    }

    private func field(_ field: Field, of form: String) -> View {
        let id = "\(form)-\(field.name)"
        var values: [String: View] = [
            "is_line": false, "is_secret_line": false, "is_number": false, "is_choice": false, "is_several": false,
            "is_lines": false,
            "is_moment": false,
            "is_check": false, "id": .text(id), "name": .text(field.name), "label": .text(field.label),
            "hint": .text(ifPresent: field.hint), "fault": .text(ifPresent: field.fault),
            "described_by": .text(
                ifPresent: [field.hint.map { _ in "\(id)-hint" }, field.fault.map { _ in "\(id)-fault" }]
                    .compactMap(\.self).joined(separator: " ").nonEmpty),
            "is_required": .flag(field.isRequired),
            "says_optional": .flag(!field.isRequired && form != Self.searchForm),
            "field_value": .text(field.values.first ?? ""),
        ]
        switch field.kind {
        case .line: values["is_line"] = true
        case .secret:
            values["is_secret_line"] = true
            values["field_value"] = ""
        case .block: values["is_lines"] = true
        case .number(let range):
            values["is_number"] = ["least": .text(String(range.lowerBound)), "most": .text(String(range.upperBound))]
        case .choice(let options), .amount(let options):
            values["is_choice"] = ["option": .list(options.map { option($0, field, id) })]
        case .several(let options):
            values["is_several"] = ["option": .list(options.map { option($0, field, id) })]
        case .lines: values["is_lines"] = true
        case .moment: values["is_moment"] = true
        case .check: values["is_check"] = ["is_checked": .flag(!field.values.isEmpty)]
        }
        return .object(values)
    }

    private func option(_ option: Field.Option, _ field: Field, _ id: String) -> View {
        [
            "option_value": .text(option.value), "option_label": .text(option.label),
            "option_id": .text("\(id)-\(option.value)"), "is_chosen": .flag(field.values.contains(option.value)),
        ]
    }
}

extension String {
    /// `nil` for an empty text.
    var nonEmpty: String? { isEmpty ? nil : self }
}

/// Points in time as people read them.
enum Moments {
    /// `2026-01-31 12:00 UTC` for `2026-01-31T12:00:00.000Z`.
    static func short(_ iso: String) -> String {
        guard iso.utf8.count >= 16 else { return iso }
        return "\(iso.prefix(10)) \(iso.dropFirst(11).prefix(5)) UTC"
    }
}
