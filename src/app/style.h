#pragma once

#include <QApplication>
#include <QColor>
#include <QIcon>
#include <QLabel>
#include <QString>

namespace app::style {

// One step of every distance in the window.
inline constexpr int step = 8;

inline const QColor ink(32, 38, 46), quiet(104, 113, 124), line(214, 219, 225), accent(33, 90, 168), good(22, 120, 70),
    warning(178, 98, 0), bad(190, 30, 38);

// Fusion with our own palette, fonts and sheet: light, calm, the same on every desktop.
void dress(QApplication& application);
// One of resources/icons, sharp at any size.
QIcon icon(const QString& name);
// The application's font with digits of equal width, for numbers in columns.
QFont numbers();
// A line in a quieter colour.
QLabel* quietLabel(const QString& text, QWidget* parent = nullptr);

}  // namespace app::style
