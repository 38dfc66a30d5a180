#pragma once

namespace worker {

// Makes this process one that may fail without harm: it dies with the program that started it (`parent`, 0 where it was
// started by hand), holds no file of that program, takes no more memory than the machine has, and prints to standard
// error only. Returns the pipe that standard output was.
int standAlone(int parent);

}  // namespace worker
