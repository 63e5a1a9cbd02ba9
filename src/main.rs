//! The binary: turns the command's result into an exit code.

use std::process::ExitCode;

use clap::Parser;
use pledgewatch::cli::{self, Args, Command};

fn main() -> ExitCode {
    let args = Args::parse();
    if matches!(args.command, Command::ReadFile) {
        return ExitCode::from(cli::read_file());
    }
    cli::start_log(&args);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(e) => {
            tracing::error!("start the async runtime: {e}");
            return ExitCode::from(1);
        }
    };
    let code = runtime.block_on(cli::run(args));
    // A parse that hangs on a blocking thread must not keep the process alive.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    ExitCode::from(code)
}
