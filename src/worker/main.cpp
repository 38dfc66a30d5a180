// The program that reads and writes foreign files for the others, and may crash without harm.
int main() { return 2; }
