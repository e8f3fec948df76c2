import HTTPTypes
import Registry
import WebFoundation

extension ActionForm {
    /// Requires that the name was typed where one must be.
    ///
    /// - Throws: `ProblemDetails` 422.
    func requireTypedName(_ submission: Submission) throws(ProblemDetails) {
        guard let typedName else { return }
        let typed = (submission[Self.typedNameField] ?? "").trimmed
        guard typed != typedName else { return }
        throw ProblemDetails(
            .unprocessableContent, code: "name_not_typed", title: "The name does not match",
            detail: "Nothing was changed. Type “\(typedName)” to go on.",
            errors: [.member("/\(Self.typedNameField)", "Type “\(typedName)” exactly.")])
    }

    /// Puts what went wrong beside the fields that it is about, and the rest above the form.
    mutating func take(_ problem: ProblemDetails) {
        isRefused = true
        var rest: [String] = []
        for fault in problem.errors {
            let pointer = fault.pointer ?? ""
            if let index = fields.firstIndex(where: { $0.isNamed(by: pointer) }) {
                fields[index].fault = fault.detail
            } else {
                rest.append(fault.detail)
            }
        }
        if problem.errors.isEmpty { rest = [problem.detail] }
        fault = rest.isEmpty ? "Nothing was changed. Mend what is marked below." : rest.joined(separator: " ")
    }
}

extension Page {
    /// The same page with a form in the place of the one with its identifier.
    func replacing(_ form: ActionForm) -> Page {
        var page = self
        page.sections = sections.map { $0.replacing(form) }
        return page
    }
}

extension Section {
    fileprivate func replacing(_ form: ActionForm) -> Section {
        func swapped(_ forms: [ActionForm]) -> [ActionForm] { forms.map { $0.id == form.id ? form : $0 } }
        switch self {
        case .form(let known): return .form(known.id == form.id ? form : known)
        case .actions(let title, let forms): return .actions(title, swapped(forms))
        case .table(let table):
            return .table(
                Table(
                    title: table.title, headings: table.headings,
                    rows: table.rows.map { Table.Row(cells: $0.cells, forms: swapped($0.forms)) }, empty: table.empty,
                    next: table.next, first: table.first))
        case .columns(let columns):
            return .columns(
                columns.map {
                    Column(title: $0.title, badge: $0.badge, sections: $0.sections.map { $0.replacing(form) })
                })
        case .tiles, .facts, .search, .copies, .chart, .prose: return self
        }
    }
}
