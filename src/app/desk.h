#pragma once

#include <QString>
#include <memory>

#include "app/checker.h"
#include "app/display.h"
#include "app/ledger.h"
#include "app/session.h"
#include "app/sheetwriter.h"
#include "app/workspace.h"
#include "base/text.h"

namespace app {

// User-visible text by key, as Qt wants it.
class Words {
public:
    explicit Words(base::Texts texts) : texts_(std::make_shared<const base::Texts>(std::move(texts))) {}
    const base::Texts& texts() const { return *texts_; }
    QString operator()(const base::Message& message) const { return QString::fromStdString((*texts_)(message)); }
    QString operator()(const base::Error& error) const { return QString::fromStdString((*texts_)(error)); }
    template <class... Arguments>
    QString operator()(std::string_view key, const Arguments&... arguments) const {
        return QString::fromStdString((*texts_)(key, arguments...));
    }
    QString operator()(const base::LocalText& text) const {
        return QString::fromStdString(text.in(texts_->language()));
    }
    // A layer or field: its name, or its code where it has none.
    template <class Named>
    QString name(const Named& named) const {
        const QString name = (*this)(named.name);
        return name.isEmpty() ? QString::fromStdString(named.code) : name;
    }

private:
    std::shared_ptr<const base::Texts> texts_;
};

// What lives as long as the program, whatever windows come and go.
struct Services {
    Workspace workspace;
    Display display{workspace};
    Ledger ledger{workspace};
    Checker checker{workspace};
    Session session{workspace};
    SheetWriter sheets{workspace, display};
};

// What a panel is given.
struct Desk {
    Words words;
    Workspace& workspace;
    Display& display;
    Ledger& ledger;
    Checker& checker;
    Session& session;
    SheetWriter& sheets;
};

}  // namespace app
