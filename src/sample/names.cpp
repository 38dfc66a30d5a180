#include "sample/names.h"

#include <fmt/format.h>

#include <array>

#include "sample/zoning.h"

namespace sample {

namespace {
struct Township {
    const char* code;
    const char* name;
};
constexpr std::array townships{
    Township{"100", "沙如拉镇"},   Township{"101", "青格勒镇"},   Township{"102", "阿日善镇"},
    Township{"200", "特格希苏木"}, Township{"201", "朝鲁苏木"},   Township{"202", "那日苏木"},
    Township{"203", "乌日图苏木"}, Township{"204", "巴日嘎苏木"}, Township{"205", "苏布日嘎苏木"}};
constexpr std::array villages{"巴音", "查干", "乌力吉", "哈日", "陶来", "额尔敦", "图门"};

struct Project {
    const char* kind;
    const char* name;
};
constexpr std::array projects{
    Project{"能源", "示例风电场一期工程"}, Project{"能源", "示例光伏治沙基地"},   Project{"电力", "示例220千伏变电站"},
    Project{"水利", "示例水库扩建工程"},   Project{"交通", "示例口岸公路服务区"}, Project{"环保", "示例生活垃圾处理场"},
    Project{"旅游", "示例岩画旅游区"},     Project{"其他", "示例物流园"},         Project{"能源", "示例风电场二期工程"},
    Project{"水利", "示例引水工程泵站"},   Project{"电力", "示例储能电站"},       Project{"其他", "示例边境哨所"}};

template <class Array>
auto of(const Array& names, int i) {
    return names[static_cast<std::size_t>(i) % names.size()];
}
}  // namespace

std::string regionName() { return "示例旗"; }

std::string townshipCode(const std::string& region, int township) { return region + of(townships, township).code; }
std::string townshipName(int township) { return of(townships, township).name; }

std::string villageCode(const std::string& region, int village) {
    const int township = village / Zoning::villagesEach;
    return fmt::format("{}{:03}0000000", townshipCode(region, township), 200 + village % Zoning::villagesEach);
}

std::string villageName(int village) {
    const std::string name = townshipName(village / Zoning::villagesEach);
    return name + of(villages, village % Zoning::villagesEach) + (name.ends_with("镇") ? "村" : "嘎查");
}

std::string reserveName(int reserve) {
    constexpr std::array names{"示例梭梭林蒙古野驴自然保护区", "示例山地自然保护区", "示例荒漠自然公园"};
    return of(names, reserve);
}

std::string mineName(int mine) {
    constexpr std::array names{"示例铜矿区", "示例铅锌矿区", "示例铁矿区", "示例萤石矿区", "示例石墨矿区"};
    return of(names, mine);
}

std::string projectKind(int project) { return of(projects, project).kind; }
std::string projectName(int project) { return of(projects, project).name; }

std::string heritageName(int place) {
    constexpr std::array names{"示例岩画群",   "示例汉长城遗址", "示例古城址",
                               "示例石板墓群", "示例寺庙旧址",   "示例驿站遗址"};
    return of(names, place);
}

std::string treeName(int tree) {
    constexpr std::array names{"榆树", "胡杨", "旱柳", "山桃", "杜松"};
    return of(names, tree);
}

}  // namespace sample
