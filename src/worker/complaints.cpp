#include "worker/complaints.h"

#include <cpl_error.h>

#include <algorithm>
#include <utility>

#include "worker/text.h"

namespace worker {

namespace {

constexpr std::size_t mostTexts = 20;

void CPL_STDCALL hearGdal(CPLErr level, CPLErrorNum, const char* text) {
    if (level < CE_Warning) return;
    static_cast<Complaints*>(CPLGetErrorHandlerUserData())->hear(level >= CE_Failure, text);
}

}  // namespace

Complaints::Complaints(std::string hidden) : hidden_(std::move(hidden)) { CPLPushErrorHandlerEx(hearGdal, this); }

Complaints::~Complaints() { CPLPopErrorHandler(); }

void Complaints::hear(bool failure, std::string text) {
    text = Decoder().text(text);
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (!hidden_.empty())
        for (auto at = text.find(hidden_); at != std::string::npos; at = text.find(hidden_))
            text.erase(at, hidden_.size());
    if (failure) failed_ = true, latest_ = text;
    if (texts_.size() < mostTexts && std::find(texts_.begin(), texts_.end(), text) == texts_.end())
        texts_.push_back(std::move(text));
}

std::vector<std::string> Complaints::take() { return std::exchange(texts_, {}); }

}  // namespace worker
