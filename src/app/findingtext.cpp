#include "app/findingtext.h"

#include "app/findingsmodel.h"
#include "base/decimal.h"

namespace app {

namespace {

QString row(const QString& name, const QString& value) {
    return value.isEmpty() ? QString()
                           : "<tr><td style='color:#68717c; padding-right:12px'>" + name.toHtmlEscaped() + "</td><td>" +
                                 value.toHtmlEscaped() + "</td></tr>";
}

// Numbered, for a way to mend it may name the first or the second.
QString subjectsOf(const Desk& desk, const rules::Finding& finding) {
    constexpr std::size_t most = 6;
    const auto& schema = desk.workspace.schema();
    QStringList names;
    for (std::size_t i = 0; i < finding.subjects.size() && i < most; ++i)
        if (const auto feature = desk.workspace.now().find(finding.subjects[i]))
            names += QString("%1. %2 %3")
                         .arg(i + 1)
                         .arg(desk.words.name(schema.layer(feature->layer)),
                              QString::fromStdString(plan::nameOf(schema, *feature)));
    if (finding.subjects.size() > most) names += desk.words("app.and_more", finding.subjects.size() - most);
    return names.join("\n");
}

QString approvalOf(const Words& words, const rules::Approval& approval) {
    QString text = words("app.approve.by", approval.author, approval.time.substr(0, 10), approval.reason);
    if (!approval.document.empty()) text += "\n" + words("app.approve.by_document", approval.document);
    return text;
}

QString areaOf(const plan::FeatureRef& feature) {
    return feature ? QString::fromStdString(base::decimal(feature->area.squareMetres(), 2)) + " m²" : "–";
}

QString valuesText(const Desk& desk, const plan::Change& change) {
    QStringList parts;
    const bool reshaped = !change.before || !change.after || change.before->shape != change.after->shape;
    if (reshaped) parts += areaOf(change.before) + " → " + areaOf(change.after);
    const auto& layer = desk.workspace.schema().layer(change.layer());
    if (change.before && change.after)
        for (std::size_t i = 0; i < layer.fields.size(); ++i)
            if (change.before->value(i) != change.after->value(i))
                parts += desk.words.name(layer.fields[i]) + ": " +
                         QString::fromStdString(plan::textOf(change.before->value(i))) + " → " +
                         QString::fromStdString(plan::textOf(change.after->value(i)));
    return parts.join("; ");
}

}  // namespace

QString findingText(const Desk& desk, const rules::Finding& finding, const plan::RuleSpec* rule) {
    const Words& words = desk.words;
    QString text = "<p><b>" + QString::fromStdString(finding.rule) + "</b>";
    if (rule) text += "&nbsp; " + words(rule->name).toHtmlEscaped();
    text += "</p><p>" + words(finding.message).toHtmlEscaped() + "</p><table>";
    text += row(words("app.finding.subjects"), subjectsOf(desk, finding)).replace("\n", "<br>");
    text += row(words("app.finding.measured"), FindingsModel::sizeOf(words, finding.measured, finding.unit));
    text += row(words("app.finding.limit"), FindingsModel::sizeOf(words, finding.limit, finding.unit));
    text += row(words("app.finding.basis"), QString::fromStdString(finding.basis));
    text += row(words("app.finding.state"),
                finding.inherited ? words("app.finding.inherited") : words("app.finding.state.new"));
    if (finding.approved)
        text += row(words("app.finding.state.approved"), approvalOf(words, *finding.approved)).replace("\n", "<br>");
    text += "</table>";
    if (rule && !words(rule->explanation).isEmpty())
        text += "<p style='color:#68717c'>" + words(rule->explanation).toHtmlEscaped() + "</p>";
    return text;
}

QString changesText(const Desk& desk, const plan::Changeset& changes) {
    constexpr std::size_t most = 8;
    const auto& schema = desk.workspace.schema();
    QString text = "<p><b>" + desk.words("app.mend.changes", changes.changes.size()).toHtmlEscaped() + "</b></p>";
    for (std::size_t i = 0; i < changes.changes.size() && i < most; ++i) {
        const auto& change = changes.changes[i];
        const plan::Feature& feature = change.after ? *change.after : *change.before;
        text += "<div>" + desk.words.name(schema.layer(feature.layer)).toHtmlEscaped() + " " +
                QString::fromStdString(plan::nameOf(schema, feature)).toHtmlEscaped() +
                "<br><span style='color:#68717c'>" + valuesText(desk, change).toHtmlEscaped() + "</span></div>";
    }
    if (changes.changes.size() > most)
        text += "<div>" + desk.words("app.and_more", changes.changes.size() - most) + "</div>";
    return text;
}

}  // namespace app
