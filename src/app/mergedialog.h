#pragma once

#include <QDialog>
#include <memory>

#include "app/desk.h"
#include "app/mergemap.h"
#include "workflow/merging.h"

class QTreeWidgetItem;

namespace Ui {
class MergeDialog;
}

namespace app {

// The head has moved since the case began: what collides, to be chosen one by one or several at once, and which
// boundaries were merged; each as the two sides have it on the map and field by field. Changes nothing itself; accepted
// only when nothing is open.
class MergeDialog : public QDialog {
    Q_OBJECT
public:
    MergeDialog(const Desk& desk, workflow::Merging merging, QWidget* parent = nullptr);
    ~MergeDialog() override;
    const review::Choices& choices() const { return merging_.choices; }
    const MergeMap& map() const { return *map_; }

private:
    struct Place {  // a line of the list; one of the two
        const review::Conflict* conflict = nullptr;
        const review::MergedBoundary* merged = nullptr;
        bool resolved = false;
        plan::FeatureId id() const { return conflict ? conflict->id : merged->id; }
    };

    void fill();
    void addHeading(const QString& text);
    void addConflict(std::size_t number);
    void addMerged(std::size_t number);
    const Place* placeOf(const QTreeWidgetItem* item) const;
    void choose(review::Choice choice);
    void showState();
    void showPlace();
    MergeMap::Scene sceneOf(const Place& place) const;
    void showFields(const Place& place);
    void addRow(const QString& name, const std::array<QString, 3>& values, bool contested);

    Desk desk_;
    workflow::Merging merging_;
    std::vector<Place> places_;
    std::unique_ptr<Ui::MergeDialog> ui_;
    MergeMap* map_;
};

}  // namespace app
