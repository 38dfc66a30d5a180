#include "exchange/frames.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace exchange {
namespace {

SourceFeature someFeature() {
    return {7, {1, 2, 3}, {plan::Value(), std::int64_t{-4}, 2.5, std::string("地块")}, {"curve", "z"}};
}

std::string someStream() {
    SourceLayer layer{"STBHHX",   "生态保护红线", "EPSG:4490", "Polygon", 12, {{"BSM", "标识码", 0, 18, 0}},
                      "OBJECTID", {"SHAPE_Area"}};
    std::string bytes;
    append(bytes, Frame(LayerBegin{layer}));
    append(bytes, someFeature());
    append(bytes, Frame(LayerEnd{1, {"a remark"}}));
    append(bytes, Frame(base::Error{base::Error::Code::NotFound, {"worker.no_file", {"x"}}, {"here"}}));
    append(bytes, Frame(End{}));
    return bytes;
}

TEST(Frames, ArriveAsTheyLeftInPiecesOfAnySize) {
    const std::string bytes = someStream();
    for (const std::size_t piece : {std::size_t{1}, std::size_t{3}, std::size_t{7}, bytes.size()}) {
        FrameReader reader;
        std::vector<Frame> frames;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            reader.add(std::string_view(bytes).substr(at, piece));
            while (true) {
                auto frame = reader.next();
                ASSERT_TRUE(frame);
                if (!*frame) break;
                frames.push_back(std::move(**frame));
            }
        }
        ASSERT_EQ(frames.size(), 5u);
        EXPECT_EQ(std::get<LayerBegin>(frames[0]).layer.fields[0].alias, "标识码");
        EXPECT_EQ(std::get<LayerBegin>(frames[0]).layer.fid, "OBJECTID");
        EXPECT_EQ(std::get<LayerBegin>(frames[0]).layer.leftOut, std::vector<std::string>{"SHAPE_Area"});
        EXPECT_EQ(std::get<SourceFeature>(frames[1]).values, someFeature().values);
        EXPECT_EQ(std::get<SourceFeature>(frames[1]).wkb, someFeature().wkb);
        EXPECT_EQ(std::get<LayerEnd>(frames[2]).remarks.front(), "a remark");
        EXPECT_EQ(std::get<base::Error>(frames[3]).code, base::Error::Code::NotFound);
        EXPECT_TRUE(reader.empty());
    }
}

TEST(Frames, ACutStreamIsNeverAWholeOne) {
    const std::string bytes = someStream();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        FrameReader reader;
        reader.add(std::string_view(bytes).substr(0, size));
        bool ended = false;
        while (true) {
            auto frame = reader.next();
            ASSERT_TRUE(frame);
            if (!*frame) break;
            ended = std::holds_alternative<End>(**frame);
        }
        EXPECT_FALSE(ended);
    }
}

TEST(Frames, GarbageIsAnErrorAndTakesNoMemory) {
    rc::check("any bytes are read without harm", [](std::string bytes, bool fromFrames) {
        std::string stream = fromFrames ? someStream() : std::string();
        if (fromFrames && !bytes.empty())
            for (std::size_t i = 0; i < bytes.size(); ++i)
                stream[static_cast<std::size_t>(*rc::gen::inRange<int>(0, static_cast<int>(stream.size())))] = bytes[i];
        else
            stream = bytes;
        FrameReader reader;
        reader.add(stream);
        for (int i = 0; i < 100; ++i) {
            const auto frame = reader.next();
            if (!frame || !*frame) break;
        }
    });
    FrameReader reader;
    reader.add(std::string("\xFF\xFF\xFF\x7F\x02", 5));
    EXPECT_FALSE(reader.next());
}

}  // namespace
}  // namespace exchange
