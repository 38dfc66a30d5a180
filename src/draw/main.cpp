#include <array>

#include "cli/start.h"
#include "draw/render.h"

int main(int argc, char** argv) {
    constexpr std::array verbs = {cli::Verb{"render", draw::addRender}};
    return cli::start(argc, argv, verbs);
}
