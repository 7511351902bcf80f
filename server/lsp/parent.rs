//! Whether the process that started us still lives: an editor that crashed closes no pipe that others hold.

use std::time::Duration;

/// How often we look.
const PERIOD: Duration = Duration::from_secs(2);

/// Wait until the process `pid` is gone; where we cannot tell, wait for ever.
pub async fn watch_parent(pid: u32) {
    watch_every(pid, PERIOD).await;
}

async fn watch_every(pid: u32, period: Duration) {
    let mut before = look(pid).await;
    loop {
        match &before {
            Seen::Gone => return,
            Seen::Unknown => return std::future::pending().await,
            Seen::Alive(_) => tokio::time::sleep(period).await,
        }
        let now = look(pid).await;
        if matches!(now, Seen::Alive(_)) && now != before {
            return; // another process has taken the number
        }
        before = now;
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Seen {
    /// It lives; the text is when it started, where the system says so.
    Alive(String),
    Gone,
    Unknown,
}

#[cfg(target_os = "linux")]
async fn look(pid: u32) -> Seen {
    match std::fs::read_to_string(format!("/proc/{pid}/stat")) {
        Ok(stat) => read_stat(&stat),
        Err(_) if std::path::Path::new("/proc/self/stat").exists() => Seen::Gone,
        Err(_) => ask_ps(pid).await,
    }
}

#[cfg(all(unix, not(target_os = "linux")))]
async fn look(pid: u32) -> Seen {
    ask_ps(pid).await
}

#[cfg(not(unix))]
async fn look(_pid: u32) -> Seen {
    Seen::Unknown // the end of standard input has to do
}

/// `17 (a name) S …`: the state follows the last parenthesis, and the time of start stands nineteen fields on.
#[cfg(target_os = "linux")]
fn read_stat(stat: &str) -> Seen {
    let mut fields = stat.rsplit(')').next().unwrap_or_default().split_ascii_whitespace();
    match fields.next() {
        Some("Z" | "X" | "x") => Seen::Gone,
        Some(_) => Seen::Alive(fields.nth(18).unwrap_or_default().to_owned()),
        None => Seen::Unknown,
    }
}

/// The state that `ps` prints: nothing when there is no such process, `Z` when it only waits to be buried.
#[cfg(unix)]
async fn ask_ps(pid: u32) -> Seen {
    let ask = move || std::process::Command::new("ps").args(["-o", "stat=", "-p", &pid.to_string()]).output();
    match tokio::task::spawn_blocking(ask).await {
        Ok(Ok(output)) => match output.stdout.trim_ascii().first() {
            None | Some(b'Z') => Seen::Gone,
            Some(_) => Seen::Alive(String::new()),
        },
        _ => Seen::Unknown,
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    const SOON: Duration = Duration::from_millis(10);

    #[tokio::test]
    async fn the_living_are_watched_until_they_die_even_when_nobody_buries_them() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
        let watch = watch_every(child.id(), SOON);
        tokio::pin!(watch);
        assert!(tokio::time::timeout(10 * SOON, &mut watch).await.is_err(), "it lives");
        drop(child.stdin.take()); // it ends, and stays a zombie
        tokio::time::timeout(Duration::from_secs(5), watch).await.unwrap();
        child.wait().unwrap();
        tokio::time::timeout(Duration::from_secs(5), watch_parent(child.id())).await.unwrap();
    }

    #[tokio::test]
    async fn a_number_taken_by_another_process_is_not_the_parent() {
        assert_eq!(read_stat("1 (a) b) S 2 3"), Seen::Alive(String::new()));
        assert_eq!(read_stat("1 (x) Z 2 3"), Seen::Gone);
        let stat = |start: &str| format!("1 (x) S 1{} {start} 7", " 0".repeat(17));
        assert_eq!(read_stat(&stat("99")), Seen::Alive("99".into()));
        assert_ne!(read_stat(&stat("99")), read_stat(&stat("98")));
    }

    #[tokio::test]
    async fn ps_says_the_same() {
        assert!(matches!(ask_ps(std::process::id()).await, Seen::Alive(_) | Seen::Unknown));
        let mut child = Command::new("true").spawn().unwrap();
        child.wait().unwrap();
        assert!(matches!(ask_ps(child.id()).await, Seen::Gone | Seen::Unknown));
    }
}
