#pragma once

// GDAL ends in this folder.
