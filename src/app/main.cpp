#include <QApplication>
#include <QCommandLineParser>
#include <QLocale>
#include <QSettings>
#include <csignal>
#include <cstdio>
#include <memory>

#include "app/mainwindow.h"
#include "app/style.h"
#include "base/paths.h"

namespace {

// The language asked for on the command line, else the one chosen last, else that of the locale.
std::string languageFor(const QString& asked) {
    if (!asked.isEmpty()) return base::languageOf(asked.toStdString());
    const QString chosen = QSettings().value("language").toString();
    return base::languageOf((chosen.isEmpty() ? QLocale::system().name() : chosen).toStdString());
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGXFSZ, SIG_IGN);  // a file larger than allowed is an error of writing
    QApplication application(argc, argv);
    QApplication::setApplicationName("sanxian");
    QApplication::setOrganizationName("sanxian");
    QApplication::setApplicationVersion(QString::fromStdString(base::version()));
    QCommandLineParser parser;
    parser.setApplicationDescription("三线一图 Sanxian: a county's territorial spatial plan, edited on one map");
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption language("language", "zh or en", "zh|en");
    parser.addOption(language);
    parser.addPositionalArgument("STORE", "the plan to open", "[STORE]");
    parser.process(application);
    app::style::dress(application);

    const auto folder = base::home() / "resources" / "text";
    auto texts = base::Texts::load(folder, languageFor(parser.value(language)));
    if (!texts) {
        std::fprintf(stderr, "sanxian: no texts in %s\n", folder.string().c_str());
        return 3;
    }
    app::Services services;
    std::unique_ptr<app::MainWindow> window;
    // The plan outlives its window: another language is another window on the same desk.
    std::function<void()> show = [&] {
        window = std::make_unique<app::MainWindow>(services, *texts);
        QObject::connect(
            window.get(), &app::MainWindow::languageWanted, &application,
            [&](const std::string& wanted) {
                auto next = base::Texts::load(folder, wanted);
                if (!next) return;
                QSettings().setValue("language", QString::fromStdString(wanted));
                *texts = std::move(*next);
                show();
            },
            Qt::QueuedConnection);
        window->show();
    };
    show();
    const QStringList files = parser.positionalArguments();
    if (!files.isEmpty()) window->openFile(files.first());
    return QApplication::exec();
}
