//! A Unix socket and its file: made with its permissions, put in the place of one that is left over, and taken away at the
//! end.

use std::fs::{self, Metadata, Permissions};
use std::io::{Error, ErrorKind, Result};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

/// The file of a socket. It is removed when this is dropped, unless another one has taken its place meanwhile.
#[derive(Debug)]
pub(super) struct SocketFile {
    path: PathBuf,
    device: u64,
    inode: u64,
}

/// Listens on a Unix socket. Its file comes into being under another name in the same folder and is renamed once it has its
/// permissions, so that nobody can connect before.
///
/// # Errors
/// When somebody listens there already, something else than a socket has that name, or the folder cannot be written to.
pub(super) fn bind(path: &Path, mode: u32) -> Result<(UnixListener, SocketFile)> {
    is_free(path)?;
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}", std::process::id()));
    let unfinished = PathBuf::from(unfinished);
    // One that a process of the same number has left: it was killed before it could rename it.
    remove(&unfinished)?;
    let listener = UnixListener::bind(&unfinished)?;
    let finished = fs::set_permissions(&unfinished, Permissions::from_mode(mode))
        .and_then(|()| fs::rename(&unfinished, path))
        .and_then(|()| fs::symlink_metadata(path));
    match finished {
        Ok(metadata) => Ok((listener, SocketFile::new(path, &metadata))),
        Err(error) => {
            let _ = remove(&unfinished);
            Err(error)
        }
    }
}

/// Looks whether a path may be taken: nothing is there, or a socket behind which nobody listens.
fn is_free(path: &Path) -> Result<()> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if !metadata.file_type().is_socket() {
        let what = "expected a socket or nothing at that path, found something else";
        return Err(Error::new(ErrorKind::AlreadyExists, what));
    }
    match UnixStream::connect(path) {
        Err(error) if [ErrorKind::ConnectionRefused, ErrorKind::NotFound].contains(&error.kind()) => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(Error::new(ErrorKind::AddrInUse, "another program listens on that socket")),
    }
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl SocketFile {
    fn new(path: &Path, metadata: &Metadata) -> Self {
        Self { path: path.to_owned(), device: metadata.dev(), inode: metadata.ino() }
    }

    fn is(&self, metadata: &Metadata) -> bool {
        (metadata.dev(), metadata.ino()) == (self.device, self.inode)
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        let own = fs::symlink_metadata(&self.path).is_ok_and(|metadata| self.is(&metadata));
        if let Err(error) = if own { remove(&self.path) } else { Ok(()) } {
            tracing::warn!(%error, path = %self.path.display(), "the socket could not be removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_socket_has_its_permissions_and_is_gone_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mill.sock");

        let (listener, file) = bind(&path, 0o620).unwrap();

        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o620);
        assert!(UnixStream::connect(&path).is_ok());
        assert_eq!(names(folder.path()), ["mill.sock"]);
        drop((listener, file));
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn a_socket_that_is_left_over_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mill.sock");
        drop(UnixListener::bind(&path).unwrap());

        let (_listener, _file) = bind(&path, 0o660).unwrap();

        assert!(UnixStream::connect(&path).is_ok());
    }

    #[test]
    fn a_socket_on_which_another_program_listens_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mill.sock");
        let _other = UnixListener::bind(&path).unwrap();

        assert_eq!(bind(&path, 0o660).unwrap_err().kind(), ErrorKind::AddrInUse);
        assert!(UnixStream::connect(&path).is_ok());
    }

    #[test]
    fn a_file_that_is_no_socket_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mill.sock");
        fs::write(&path, "mine").unwrap();

        assert_eq!(bind(&path, 0o660).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }

    #[test]
    fn the_socket_of_a_successor_outlives_its_predecessor() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mill.sock");
        let (listener, file) = bind(&path, 0o660).unwrap();
        drop(listener);
        let (_successor, _file) = bind(&path, 0o660).unwrap();

        drop(file);

        assert!(UnixStream::connect(&path).is_ok());
    }
}
