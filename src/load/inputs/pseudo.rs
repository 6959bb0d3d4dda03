//! File systems that hold no files of anybody's, such as `/proc`: what lies there is made when it is read, and some of it
//! keeps who reads it waiting for ever.

use std::collections::HashSet;
use std::fs::Metadata;

/// The kinds of them that Linux has.
const KINDS: [&str; 20] = [
    "autofs",
    "binfmt_misc",
    "bpf",
    "cgroup",
    "cgroup2",
    "configfs",
    "debugfs",
    "devpts",
    "devtmpfs",
    "efivarfs",
    "fusectl",
    "mqueue",
    "nsfs",
    "proc",
    "pstore",
    "rpc_pipefs",
    "securityfs",
    "selinuxfs",
    "sysfs",
    "tracefs",
];

/// Where the kernel lists what is mounted (proc_pid_mountinfo(5)). Other systems have no such list, nor such folders.
const LIST: &str = "/proc/self/mountinfo";

/// Those of this machine, by their device numbers.
#[derive(Debug, Default)]
pub(super) struct PseudoFileSystems(HashSet<u64>);

impl PseudoFileSystems {
    pub(super) fn of_this_machine() -> Self {
        // A mount point need not be UTF-8.
        let list = std::fs::read(LIST).unwrap_or_default();
        Self(String::from_utf8_lossy(&list).lines().filter_map(device).collect())
    }

    /// Whether a file or a folder lies in one of them.
    pub(super) fn hold(&self, metadata: &Metadata) -> bool {
        device_of(metadata).is_some_and(|device| self.0.contains(&device))
    }
}

/// The number of the device that a file lies on, where the system has such numbers.
#[cfg(unix)]
fn device_of(metadata: &Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    Some(metadata.dev())
}

#[cfg(not(unix))]
fn device_of(_metadata: &Metadata) -> Option<u64> {
    None
}

/// The device number of a line of the list, where it tells of one of these file systems: `… … 0:21 / /proc … - proc …`.
fn device(line: &str) -> Option<u64> {
    let (mount, kind) = line.split_once(" - ")?;
    let kind = kind.split(' ').next()?;
    let (major, minor) = mount.split(' ').nth(2)?.split_once(':')?;
    KINDS.contains(&kind).then_some(())?;
    Some(number(major.parse().ok()?, minor.parse().ok()?))
}

/// The number that `stat` gives for a device (makedev(3)).
fn number(major: u64, minor: u64) -> u64 {
    (major & 0xFFFF_F000) << 32 | (major & 0xFFF) << 8 | (minor & 0xFFFF_FF00) << 12 | minor & 0xFF
}

#[cfg(test)]
mod tests {
    use super::{device, number};

    #[test]
    fn lines_of_the_list_are_read() {
        let proc = "22 28 0:21 / /proc rw,nosuid,nodev shared:12 - proc proc rw";
        assert_eq!(device(proc), Some(21));
        assert_eq!(device("36 35 0:300 / /a\\040-\\040b rw - sysfs sysfs rw"), Some(0x0010_002C));
        assert_eq!(device("28 1 254:0 / / rw,relatime - ext4 /dev/vda rw"), None);
        assert_eq!(device("29 1 0:21 / /proc rw"), None);
        assert_eq!(number(254, 1), 65_025);
    }
}
