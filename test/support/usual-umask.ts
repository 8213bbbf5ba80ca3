// What tests write has the modes that most machines give it, whatever umask they were started under: some of it is read
// by other users, and some of it is compared. Tests of a umask set one of their own.
process.umask(0o022);
