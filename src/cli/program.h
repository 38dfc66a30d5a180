#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "base/task.h"
#include "base/text.h"

namespace cli {

using Json = nlohmann::ordered_json;

// What the command line answers with (cli.md).
// The last is what shells say of a program that Ctrl-C ended.
enum Exit { Done = 0, No = 1, Usage = 2, BadInput = 3, Conflict = 4, NotAllowed = 5, Interrupted = 130 };

// What every verb works with: texts in the user's language, the answer's form, and a task that Ctrl-C stops.
class Program {
public:
    Program(base::Texts texts, std::stop_token stop);

    const base::Texts& texts() const { return texts_; }
    const base::Task& task() const { return task_; }
    CLI::App& app() { return app_; }
    // A verb's own subcommand, with --help and (where it answers in a table or in JSON) --format.
    CLI::App& verb(CLI::App& parent, const std::string& name, bool answers = true);
    CLI::App& verb(const std::string& name, bool answers = true) { return verb(app_, name, answers); }
    bool json() const { return format_ == "json"; }
    const std::string& format() const { return format_; }
    // What a parsed verb does; runs after parsing, so that usage errors come first.
    void runs(CLI::App& verb, std::function<base::Result<Exit>()> action);

    int run(int argc, char** argv);

    void print(const Json& answer) const;
    void print(const std::string& line) const;
    void note(const std::string& line) const;  // to standard error
    void clearProgress() const;

private:
    int refuse(const base::Error& error) const;
    int misused(const std::string& what) const;
    int delivered(Exit exit) const;

    base::Texts texts_;
    base::Task task_;
    CLI::App app_;
    std::string format_ = "text";
    std::function<base::Result<Exit>()> action_;
};

// One line in cli/main.cpp each.
void addInit(Program&);
void addImport(Program&);
void addLayers(Program&);
void addIndicators(Program&);
void addSample(Program&);
void addCase(Program&);
void addEdit(Program&);
void addCheck(Program&);
void addFix(Program&);
void addWaive(Program&);
void addCommit(Program&);
void addRebase(Program&);
void addDiff(Program&);
void addLog(Program&);
void addShow(Program&);
void addTag(Program&);
void addSpec(Program&);
void addCheckout(Program&);
void addPublish(Program&);
void addVerify(Program&);
void addSalvage(Program&);
void addExport(Program&);
void addAt(Program&);
void addOccupation(Program&);
void addBackup(Program&);
void addBlame(Program&);
void addRestore(Program&);
void nameRender(Program&);  // that there is such a verb; sanxian-draw has it

}  // namespace cli
