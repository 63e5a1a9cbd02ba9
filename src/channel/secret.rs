//! I/O. Secrets by reference: read when needed, never printed.

use std::path::PathBuf;

/// Where a secret is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// `$CREDENTIALS_DIRECTORY/NAME`, as systemd's `LoadCredential=` gives it.
    Credential(String),
    /// Environment variable.
    Env(String),
    /// File.
    File(PathBuf),
}

/// A secret that shows itself to nobody by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself, for the one who needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

impl SecretSource {
    /// Reads the secret; a trailing line end does not belong to it.
    ///
    /// # Errors
    /// When it is not there, is empty, or lies in a file that others may write.
    pub fn read(&self) -> Result<Secret, String> {
        let text = match self {
            Self::Env(name) => std::env::var(name).map_err(|_| format!("environment variable `{name}` is not set"))?,
            Self::Credential(name) => {
                let folder = std::env::var_os("CREDENTIALS_DIRECTORY")
                    .ok_or_else(|| format!("credential `{name}`: the service manager gave none (LoadCredential=)"))?;
                read_file(&PathBuf::from(folder).join(name))?
            }
            Self::File(path) => read_file(path)?,
        };
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() { Err(format!("{self}: it is empty")) } else { Ok(Secret(text.to_owned())) }
    }
}

impl std::fmt::Display for SecretSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Credential(name) => write!(f, "credential `{name}`"),
            Self::Env(name) => write!(f, "environment variable `{name}`"),
            Self::File(path) => write!(f, "file \"{}\"", path.display()),
        }
    }
}

fn read_file(path: &std::path::Path) -> Result<String, String> {
    use std::os::unix::fs::PermissionsExt;
    let shown = path.display();
    let about = std::fs::metadata(path).map_err(|e| format!("read secret \"{shown}\": {e}"))?;
    if about.permissions().mode() & 0o022 != 0 {
        return Err(format!("read secret \"{shown}\": others may write it; `chmod go-w` it first"));
    }
    std::fs::read_to_string(path).map_err(|e| format!("read secret \"{shown}\": {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_secret_file_others_may_write_is_refused_and_nothing_prints_a_secret() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("password");
        std::fs::write(&path, "hunter2\n").expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("mode set");
        let source = SecretSource::File(path.clone());
        let secret = source.read().expect("readable");
        assert_eq!(secret.reveal(), "hunter2");
        assert!(!format!("{secret:?} {source} {source:?}").contains("hunter2"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o622)).expect("mode set");
        assert!(source.read().expect_err("refused").contains("chmod"));
    }
}
