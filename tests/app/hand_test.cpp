#include "app/hand.h"

// One test for each thing that the hand can do on the map, with real mouse and key events.
namespace {

TEST_F(HandTest, ADoubleClickOnAnEdgePutsACornerIntoAllThatShareIt) {
    const auto feature = zone();
    ASSERT_TRUE(feature);
    const auto& ring = areaOf(feature).polygons[0].outer;
    std::size_t longest = 0;
    const auto length = [&](std::size_t i) {
        const Point a = ring[i], b = ring[(i + 1) % ring.size()];
        return std::hypot(static_cast<double>(b.x - a.x), static_cast<double>(b.y - a.y));
    };
    for (std::size_t i = 1; i < ring.size(); ++i)
        if (length(i) > length(longest)) longest = i;
    const Point from = ring[longest], to = ring[(longest + 1) % ring.size()], at = middle(from, to);
    show(geometry::Box::of(from, to), 1);
    key(Qt::Key_V);
    point(at);
    const auto before = plan::withVertex(plan().now(), from);
    QTest::mouseDClick(&map(), Qt::LeftButton, {}, pixel(at));
    ASSERT_TRUE(stepped(1)) << window_->messages().text().toStdString();
    EXPECT_EQ(geometry::vertexCount(now(feature)->shape), geometry::vertexCount(feature->shape) + 1);
    std::size_t grown = 0;
    for (const auto& each : before)
        if (geometry::vertexCount(now(each)->shape) == geometry::vertexCount(each->shape) + 1) ++grown;
    EXPECT_GE(grown, 2u) << "the neighbour has it too";
}

TEST_F(HandTest, DeleteTakesACornerFromAllThatShareIt) {
    const auto feature = zone();
    ASSERT_TRUE(feature);
    // A corner of two features: where more meet, it cannot go.
    std::optional<Point> corner;
    const auto before = plan().now();
    for (const Point each : areaOf(feature).polygons[0].outer)
        if (!corner && plan().trial(edit::RemoveVertex{each, {}})) corner = each;
    ASSERT_TRUE(corner);
    look(*corner, {corner->x + 400'000, corner->y});
    key(Qt::Key_V);
    point(*corner);
    key(Qt::Key_Delete);
    ASSERT_TRUE(stepped(1)) << window_->messages().text().toStdString();
    for (const auto& each : plan::withVertex(plan().now(), *corner)) EXPECT_NE(each->layer, zones_);
    EXPECT_TRUE(plan().now() == before.with(edit::apply(edit::RemoveVertex{*corner, {}}, before).value()).value());
    EXPECT_EQ(geometry::vertexCount(now(feature)->shape), geometry::vertexCount(feature->shape) - 1);
}

TEST_F(HandTest, ALineAcrossSplits) {
    const auto feature = zone();
    ASSERT_TRUE(feature);
    show(feature->box);
    choose({feature});
    const auto count = plan().now().count(zones_);
    const auto area = sum(zones_);
    key(Qt::Key_K);
    const auto [from, to] = across(feature);
    click(from, Qt::ControlModifier);
    click(to, Qt::ControlModifier);
    QTest::mouseClick(&map(), Qt::RightButton, {}, pixel(to));
    ASSERT_TRUE(stepped(1)) << window_->messages().text().toStdString();
    EXPECT_GT(plan().now().count(zones_), count);
    EXPECT_LT(now(feature)->area, feature->area);
    EXPECT_NEAR(sum(zones_).squareMetres(), area.squareMetres(), area.squareMetres() * 1e-6);
    picture("20-split");
}

TEST_F(HandTest, EscapeAndBackspaceTakeASketchBack) {
    const auto feature = zone();
    ASSERT_TRUE(feature);
    show(feature->box);
    key(Qt::Key_K);
    const auto [from, to] = across(feature);
    click(from, Qt::ControlModifier);
    click(to, Qt::ControlModifier);
    key(Qt::Key_Backspace);
    key(Qt::Key_Return);  // one corner is no line
    QTest::qWait(20);
    EXPECT_EQ(place(), 0u);
    click(from, Qt::ControlModifier);
    click(to, Qt::ControlModifier);
    key(Qt::Key_Escape);
    key(Qt::Key_Return);
    QTest::qWait(20);
    EXPECT_EQ(place(), 0u);
    EXPECT_EQ(plan().openCase(), nullptr);
}

TEST_F(HandTest, ReshapingGivesTheNeighbourWhatOneLoses) {
    const auto feature = zone();
    ASSERT_TRUE(feature);
    const auto area = sum(zones_);
    // Out over one edge of the boundary, and back in over the same edge: what lies between changes hands.
    const auto& ring = areaOf(feature).polygons[0].outer;
    std::optional<std::vector<Point>> line;
    std::int64_t longest = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point a = ring[i], b = ring[(i + 1) % ring.size()], m = middle(a, b);
        const std::int64_t dx = b.x - a.x, dy = b.y - a.y, length = std::abs(dx) + std::abs(dy);
        const std::vector<Point> tried{{m.x - dx / 4 - dy / 5, m.y - dy / 4 + dx / 5},
                                       {m.x + dy / 5, m.y - dx / 5},
                                       {m.x + dx / 4 - dy / 5, m.y + dy / 4 + dx / 5}};
        if (length <= longest || !plan().trial(edit::Reshape{"GHFQ", {}, tried})) continue;
        longest = length;
        line = tried;
    }
    ASSERT_TRUE(line);
    geometry::Box box;
    for (const Point at : *line) box.add(at);
    show(box, 1);
    key(Qt::Key_H);
    for (const Point at : *line) click(at, Qt::ControlModifier);
    key(Qt::Key_Return);
    ASSERT_TRUE(stepped(1)) << window_->messages().text().toStdString();
    EXPECT_FALSE(*now(feature) == *feature);
    EXPECT_NEAR(sum(zones_).squareMetres(), area.squareMetres(), area.squareMetres() * 1e-6);
}

TEST_F(HandTest, TwoThatAreSelectedMerge) {
    FeatureRef one = zone(), other;
    ASSERT_TRUE(one);
    for (std::size_t n = 1; zone(n) && !other; ++n)
        if (plan().trial(edit::Merge{"GHFQ",
                                     {plan::nameOf(plan().schema(), *one), plan::nameOf(plan().schema(), *zone(n))},
                                     plan::nameOf(plan().schema(), *one)}))
            other = zone(n);
    ASSERT_TRUE(other);
    geometry::Box box = one->box;
    box.add(other->box);
    show(box);
    choose({one, other});
    const auto count = plan().now().count(zones_);
    key(Qt::Key_M);
    ASSERT_TRUE(stepped(1)) << window_->messages().text().toStdString();
    EXPECT_EQ(plan().now().count(zones_), count - 1);
    const auto survivor = one->area < other->area ? other : one;
    EXPECT_TRUE(now(survivor));
    EXPECT_FALSE(now(survivor == one ? other : one));
}

TEST_F(HandTest, DeleteErasesWhatIsSelected) {
    const auto feature = zone();
    ASSERT_TRUE(feature);
    show(feature->box);
    choose({feature});
    key(Qt::Key_Delete);
    ASSERT_TRUE(stepped(1)) << window_->messages().text().toStdString();
    EXPECT_FALSE(now(feature));
    EXPECT_TRUE(services_.display.selection().empty());
    ASSERT_TRUE(settled());
    EXPECT_GT(services_.checker.count(rules::Severity::Block), 0u) << "the zones no longer cover the county";
}

TEST_F(HandTest, DeleteErasesAllThatAreSelectedThoughThereIsNoCaseYet) {
    std::vector<FeatureRef> three{zone(0), zone(1), zone(2)};
    ASSERT_TRUE(three[2]);
    geometry::Box box;
    for (const auto& each : three) box.add(each->box);
    show(box);
    choose(three);
    ASSERT_EQ(plan().openCase(), nullptr);
    const auto count = plan().now().count(zones_);
    key(Qt::Key_Delete);
    ASSERT_TRUE(waitFor([&] { return plan().now().count(zones_) == count - 3; }));
    for (const auto& each : three) EXPECT_FALSE(now(each));
}

TEST_F(HandTest, ARectangleSelectsAndShiftAdds) {
    show(plan().now().extent(), 0.02);
    key(Qt::Key_Q);
    const QPoint centre = map().rect().center();
    sweep(centre - QPoint(120, 90), centre + QPoint(120, 90));
    const auto first = services_.display.selection();
    ASSERT_GT(first.size(), 1u);
    for (const auto& chosen : first) EXPECT_EQ(chosen.layer, zones_) << "of the active layer where it has any there";
    picture("21-rectangle");
    sweep(centre - QPoint(260, 200), centre - QPoint(40, 30), Qt::ShiftModifier);
    EXPECT_GT(services_.display.selection().size(), first.size());
    key(Qt::Key_Escape);
    EXPECT_TRUE(services_.display.selection().empty());
}

TEST_F(HandTest, DrawingSnapsToCornersAndCtrlSuspendsIt) {
    const auto target = zone();
    ASSERT_TRUE(target);
    const Point corner = areaOf(target).polygons[0].outer[0];
    look(corner, {corner.x + 2'000'000, corner.y});
    // A layer that lies over the others, so that it may.
    const auto projects = layer("ZDJSXM");
    services_.display.setActiveLayer(projects);
    const auto draw = [&](Qt::KeyboardModifiers keys) {
        const auto count = plan().now().count(projects);
        const auto steps = place();
        key(Qt::Key_N);
        const QPoint near = pixel(corner) + QPoint(5, 4);
        QTest::mouseMove(&map(), near);
        QTest::mouseClick(&map(), Qt::LeftButton, keys, near);
        QTest::mouseClick(&map(), Qt::LeftButton, Qt::ControlModifier, near + QPoint(60, 10));
        QTest::mouseClick(&map(), Qt::LeftButton, Qt::ControlModifier, near + QPoint(30, 70));
        key(Qt::Key_Return);
        EXPECT_TRUE(stepped(steps + 1)) << window_->messages().text().toStdString();
        EXPECT_EQ(plan().now().count(projects), count + 1);
        FeatureRef newest;
        plan().now().each(projects, [&](const FeatureRef& each) {
            if (!newest || newest->id < each->id) newest = each;
        });
        const auto& ring = areaOf(newest).polygons[0].outer;
        return std::find(ring.begin(), ring.end(), corner) != ring.end();
    };
    EXPECT_TRUE(draw({}));
    plan().undo();
    EXPECT_FALSE(draw(Qt::ControlModifier));
}

}  // namespace
