// The program that reads and writes foreign files for the others, and may crash without harm.
//   sanxian-worker layers DATASET OPTIONS    sanxian-worker read DATASET OPTIONS    sanxian-worker write DATASET
//   OPTIONS
// OPTIONS is one JSON object. Frames (exchange/frames.h) leave on standard output, and enter on standard input.
#include "worker/run.h"

int main(int count, char** arguments) { return worker::run(count, arguments); }
