#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace support {

// What a program answered.
struct Answer {
    int code = -1;
    std::string out, err;
    nlohmann::json json() const { return nlohmann::json::parse(out, nullptr, false); }
};

// A folder of its own for one test, gone with it. In memory where there is such a place.
class Folder {
public:
    Folder() {
        const std::filesystem::path memory = "/dev/shm";
        const auto root = access(memory.c_str(), W_OK) == 0 ? memory : std::filesystem::temp_directory_path();
        std::string name = (root / "sanxian-test-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string operator/(const std::string& name) const { return (path_ / name).string(); }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline std::string textOf(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void writeText(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

inline std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}
inline std::string binary(const std::string& program) { return std::string(SANXIAN_TEST_BIN) + "/" + program; }

// Runs a line of the shell and waits for it; texts in English unless `locale` says otherwise. What the line itself
// redirects stays so.
inline Answer shell(const std::string& line, const std::string& locale = "C.UTF-8") {
    const Folder folder;
    const std::string whole = "export LC_ALL=" + locale + "; { " + line + "; } >" + quoted(folder / "out") + " 2>" +
                              quoted(folder / "err") + " </dev/null";
    const int status = std::system(whole.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), textOf(folder / "out"),
            textOf(folder / "err")};
}

// Runs a program of the build with the arguments and waits for it.
inline Answer run(const std::string& program, const std::vector<std::string>& arguments,
                  const std::string& locale = "C.UTF-8") {
    std::string line = quoted(binary(program));
    for (const auto& argument : arguments) line += " " + quoted(argument);
    return shell(line, locale);
}

inline Answer cli(std::vector<std::string> arguments, const std::string& locale = "C.UTF-8") {
    return run("sanxian-cli", arguments, locale);
}

// The same, answered in JSON.
inline Answer cliJson(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    return cli(std::move(arguments));
}

}  // namespace support
