#include "support/fault_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>
#include <optional>
#include <random>
#include <vector>

namespace support {

namespace {

constexpr sqlite3_int64 sector = 512;

sqlite3_vfs* below = nullptr;

struct {
    Fault fault = Fault::None;
    int at = 0, calls = 0;
    std::string file;
} plan;

// What a file looks like to somebody who comes after a power loss, as far as it differs from what is there.
struct Unsynced {
    std::map<sqlite3_int64, std::string> sectors;  // as they were when last synced
    sqlite3_int64 size = 0;                        // when last synced
    bool changed = false;
    bool fresh = false;  // made since, and never synced
};
struct Pending {
    std::map<std::string, Unsynced> files;
    Disk deleted;  // files whose deletion was not synced
};
Pending pending;

// As it was just before the call that went wrong.
struct Moment {
    Disk disk;
    Pending pending;
};
std::optional<Moment> moment;

struct File {
    sqlite3_file base;
    sqlite3_file* real;
    std::string* name;  // null for a temporary one
};
File& fileOf(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* realOf(sqlite3_file* file) { return fileOf(file).real; }

void remember(File& file, sqlite3_int64 from, sqlite3_int64 to) {
    if (!file.name) return;
    Unsynced& state = pending.files[*file.name];
    sqlite3_int64 size = 0;
    file.real->pMethods->xFileSize(file.real, &size);
    if (!state.changed) state.size = size, state.changed = true;
    for (sqlite3_int64 at = from / sector * sector; at < to; at += sector) {
        if (at >= state.size || state.sectors.contains(at)) continue;
        std::string bytes(static_cast<std::size_t>(std::min(sector, state.size - at)), '\0');
        file.real->pMethods->xRead(file.real, bytes.data(), static_cast<int>(bytes.size()), at);
        state.sectors.emplace(at, std::move(bytes));
    }
}

enum class Call { Write, Truncate, Sync, Delete, Open };

int errorOf(Call call) {
    switch (call) {
        case Call::Write: return SQLITE_IOERR_WRITE;
        case Call::Truncate: return SQLITE_IOERR_TRUNCATE;
        case Call::Sync: return SQLITE_IOERR_FSYNC;
        case Call::Delete: return SQLITE_IOERR_DELETE;
        case Call::Open: return SQLITE_CANTOPEN;
    }
    return SQLITE_IOERR;
}

// What this call comes to: SQLITE_OK where it is to be done.
int count(Call call) {
    ++plan.calls;
    if (plan.fault == Fault::None || plan.calls < plan.at) return SQLITE_OK;
    if (plan.calls == plan.at) FaultVfs::strike();
    switch (plan.fault) {
        case Fault::Error: return errorOf(call);
        case Fault::Once: return plan.calls == plan.at ? errorOf(call) : SQLITE_OK;
        case Fault::Full: return call == Call::Write ? SQLITE_FULL : SQLITE_OK;
        case Fault::ReadOnly:
            if (call == Call::Write || call == Call::Truncate) return SQLITE_READONLY;
            return call == Call::Sync ? SQLITE_OK : errorOf(call);
        case Fault::None: break;
    }
    return SQLITE_OK;
}

int closeFile(sqlite3_file* file) {
    const int code = realOf(file)->pMethods ? realOf(file)->pMethods->xClose(realOf(file)) : SQLITE_OK;
    delete fileOf(file).name;
    fileOf(file).name = nullptr;
    return code;
}
int readFile(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
    return realOf(file)->pMethods->xRead(realOf(file), into, size, at);
}
int writeFile(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    if (const int code = count(Call::Write)) return code;
    remember(fileOf(file), at, at + size);
    return realOf(file)->pMethods->xWrite(realOf(file), from, size, at);
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size) {
    if (const int code = count(Call::Truncate)) return code;
    sqlite3_int64 before = 0;
    realOf(file)->pMethods->xFileSize(realOf(file), &before);
    remember(fileOf(file), size, before);
    return realOf(file)->pMethods->xTruncate(realOf(file), size);
}
int syncFile(sqlite3_file* file, int flags) {
    if (const int code = count(Call::Sync)) return code;
    if (fileOf(file).name) pending.files.erase(*fileOf(file).name);
    return realOf(file)->pMethods->xSync(realOf(file), flags);
}
int sizeOfFile(sqlite3_file* file, sqlite3_int64* size) {
    return realOf(file)->pMethods->xFileSize(realOf(file), size);
}
int lockFile(sqlite3_file* file, int lock) { return realOf(file)->pMethods->xLock(realOf(file), lock); }
int unlockFile(sqlite3_file* file, int lock) { return realOf(file)->pMethods->xUnlock(realOf(file), lock); }
int isReserved(sqlite3_file* file, int* held) { return realOf(file)->pMethods->xCheckReservedLock(realOf(file), held); }
int controlFile(sqlite3_file* file, int operation, void* argument) {
    return realOf(file)->pMethods->xFileControl(realOf(file), operation, argument);
}
int sectorSize(sqlite3_file* file) { return realOf(file)->pMethods->xSectorSize(realOf(file)); }
int characteristics(sqlite3_file* file) { return realOf(file)->pMethods->xDeviceCharacteristics(realOf(file)); }
int mapShared(sqlite3_file* file, int region, int size, int extend, void volatile** into) {
    return realOf(file)->pMethods->xShmMap(realOf(file), region, size, extend, into);
}
int lockShared(sqlite3_file* file, int offset, int number, int flags) {
    return realOf(file)->pMethods->xShmLock(realOf(file), offset, number, flags);
}
void barrier(sqlite3_file* file) { realOf(file)->pMethods->xShmBarrier(realOf(file)); }
int unmapShared(sqlite3_file* file, int remove) { return realOf(file)->pMethods->xShmUnmap(realOf(file), remove); }

// Version 2: with shared memory for WAL, without mapped files, whose writes nobody could count.
constexpr sqlite3_io_methods methods{2,           closeFile,   readFile,        writeFile,  truncateFile,
                                     syncFile,    sizeOfFile,  lockFile,        unlockFile, isReserved,
                                     controlFile, sectorSize,  characteristics, mapShared,  lockShared,
                                     barrier,     unmapShared, nullptr,         nullptr};

int openFile(sqlite3_vfs*, const char* name, sqlite3_file* into, int flags, int* outFlags) {
    File& file = *new (into) File{};
    file.real = reinterpret_cast<sqlite3_file*>(&file + 1);
    file.real->pMethods = nullptr;
    const bool fresh = name && (flags & SQLITE_OPEN_CREATE) && !std::filesystem::exists(name);
    if (flags & SQLITE_OPEN_READWRITE && (fresh || !(flags & SQLITE_OPEN_MAIN_DB)))
        if (const int code = count(Call::Open)) return code;
    const int code = below->xOpen(below, name, file.real, flags, outFlags);
    if (!file.real->pMethods) return code;
    if (name && code == SQLITE_OK) {
        file.name = new std::string(name);
        if (fresh) {
            pending.files[name] = {{}, 0, true, true};
            pending.deleted.erase(name);
        }
    }
    file.base.pMethods = &methods;
    return code;
}

int deleteFile(sqlite3_vfs*, const char* name, int syncFolder) {
    if (const int code = count(Call::Delete)) return code;
    if (syncFolder) {
        pending.deleted.clear();
    } else if (std::filesystem::exists(name) && !pending.files[name].fresh) {
        std::ifstream in(name, std::ios::binary);
        pending.deleted[name] = std::string(std::istreambuf_iterator<char>(in), {});
    }
    pending.files.erase(name);
    return below->xDelete(below, name, syncFolder);
}

int accessFile(sqlite3_vfs*, const char* name, int flags, int* result) {
    return below->xAccess(below, name, flags, result);
}
int fullName(sqlite3_vfs*, const char* name, int size, char* into) {
    return below->xFullPathname(below, name, size, into);
}

sqlite3_vfs shim;

}  // namespace

void FaultVfs::install() {
    if (below) return;
    below = sqlite3_vfs_find(nullptr);
    shim = *below;  // time, randomness and shared libraries are the usual ones
    shim.szOsFile = static_cast<int>(sizeof(File)) + below->szOsFile;
    shim.zName = "faulty";
    shim.pNext = nullptr;
    shim.xOpen = openFile;
    shim.xDelete = deleteFile;
    shim.xAccess = accessFile;
    shim.xFullPathname = fullName;
    sqlite3_vfs_register(&shim, 1);
}

void FaultVfs::arm(Fault fault, int at, const std::string& file) {
    plan = {fault, at, 0, file};
    pending = {};
    moment.reset();
}

int FaultVfs::disarm() {
    plan.fault = Fault::None;
    return plan.calls;
}

bool FaultVfs::struck() { return plan.at > 0 && plan.calls >= plan.at; }

void FaultVfs::strike() {
    if (!plan.file.empty()) moment = Moment{diskOf(plan.file), pending};
}

Disk FaultVfs::killed() { return moment ? moment->disk : Disk{}; }

Disk FaultVfs::powerless(unsigned seed) {
    if (!moment) return {};
    std::mt19937 dice(seed);
    const auto lost = [&] { return seed == 0 || dice() % 2 == 0; };
    Disk disk = moment->disk;
    disk.erase(plan.file + "-shm");  // memory
    for (const auto& [name, content] : moment->pending.deleted)
        if (name.starts_with(plan.file) && lost()) disk[name] = content;
    for (const auto& [name, state] : moment->pending.files) {
        const auto at = disk.find(name);
        if (at == disk.end() || !state.changed) continue;
        if (state.fresh && lost()) {
            disk.erase(at);
            continue;
        }
        std::string& bytes = at->second;
        for (const auto& [from, before] : state.sectors)
            if (lost() && static_cast<std::size_t>(from) < bytes.size())
                bytes.replace(static_cast<std::size_t>(from), before.size(), before);
        for (auto from = static_cast<std::size_t>((state.size + sector - 1) / sector * sector); from < bytes.size();
             from += sector)
            if (lost()) bytes.replace(from, sector, std::min<std::size_t>(sector, bytes.size() - from), '\0');
        if (lost()) bytes.resize(static_cast<std::size_t>(state.size));
    }
    return disk;
}

Disk diskOf(const std::string& path) {
    Disk disk;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(path).parent_path())) {
        if (!entry.path().string().starts_with(path)) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        std::string& bytes = disk[entry.path()];
        bytes.resize(static_cast<std::size_t>(entry.file_size()));
        in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
    return disk;
}

void putBack(const std::string& path, const Disk& disk) {
    std::vector<std::filesystem::path> there;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(path).parent_path()))
        if (entry.path().string().starts_with(path)) there.push_back(entry.path());
    for (const auto& each : there) std::filesystem::remove(each);
    for (const auto& [name, bytes] : disk) std::ofstream(name, std::ios::binary) << bytes;
}

}  // namespace support
