#include "app/style.h"

#include <QFile>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>

// A static library's resources must be asked for by name, outside any namespace.
static void loadResources() { Q_INIT_RESOURCE(resources); }

namespace app::style {

void dress(QApplication& application) {
    loadResources();
    application.setStyle(QStyleFactory::create("Fusion"));
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(244, 246, 248));
    palette.setColor(QPalette::WindowText, ink);
    palette.setColor(QPalette::Base, Qt::white);
    palette.setColor(QPalette::AlternateBase, QColor(248, 249, 251));
    palette.setColor(QPalette::Text, ink);
    palette.setColor(QPalette::PlaceholderText, QColor(140, 148, 158));
    palette.setColor(QPalette::Button, QColor(250, 251, 252));
    palette.setColor(QPalette::ButtonText, ink);
    palette.setColor(QPalette::ToolTipBase, Qt::white);
    palette.setColor(QPalette::ToolTipText, ink);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, accent);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(160, 167, 176));
    application.setPalette(palette);
    QFont font = application.font();
    const QStringList families{"Noto Sans CJK SC", "Microsoft YaHei", "Source Han Sans SC"};
    for (const QString& family : families)
        if (QFontDatabase::hasFamily(family)) {
            font.setFamily(family);
            break;
        }
    font.setPointSizeF(9.5);
    application.setFont(font);
    QFile sheet(":/style/sanxian.qss");
    if (sheet.open(QIODevice::ReadOnly)) application.setStyleSheet(QString::fromUtf8(sheet.readAll()));
}

QIcon icon(const QString& name) { return QIcon(":/icons/" + name + ".svg"); }

QFont numbers() {
    QFont font = QApplication::font();
    font.setStyleHint(QFont::SansSerif);
    return font;
}

QLabel* quietLabel(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, quiet);
    label->setPalette(palette);
    label->setWordWrap(true);
    return label;
}

}  // namespace app::style
