//! A real SMTP server on loopback: in clear text, with STARTTLS, or with TLS at once; takes mail as the protocol says,
//! unless a rule tells it to misbehave at a step.

#![allow(dead_code, unreachable_pub, reason = "each test target uses its own part of the support")]

use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use data_encoding::BASE64;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpSocket};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// How connections are secured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Security {
    Plain,
    StartTls,
    Tls,
}

/// What the server is like.
#[derive(Clone)]
pub struct Setup {
    pub security: Security,
    /// Whom its certificate names.
    pub name: &'static str,
    /// Who must log in before mail is taken, and how it may be done.
    pub login: Option<(&'static str, &'static str)>,
    pub mechanisms: &'static str,
    /// 0 for any free one.
    pub port: u16,
}

impl Default for Setup {
    fn default() -> Self {
        Self { security: Security::Plain, name: "localhost", login: None, mechanisms: "PLAIN LOGIN", port: 0 }
    }
}

/// Where a rule applies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Accept,
    Ehlo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// After the final dot.
    End,
    Quit,
}

/// What a rule does instead of the usual.
#[derive(Clone, Debug)]
pub enum Act {
    /// Says this, with a line end.
    Say(String),
    /// Says this instead of the usual, and goes on as if it had been the usual.
    SayAndGoOn(String),
    /// Says nothing more, and stays connected.
    Hang,
    /// Ends the connection.
    Close,
    /// Keeps the mail and ends the connection without a word.
    TakeAndClose,
    /// An answer of ever more lines.
    EndlessLines,
    /// A line that never ends.
    EndlessLine,
}

struct Rule {
    step: Step,
    about: String,
    act: Act,
}

/// A mail taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub from: String,
    pub to: Vec<String>,
    pub bytes: Vec<u8>,
    pub encrypted: bool,
    pub user: Option<String>,
}

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    taken: Vec<Taken>,
    clear: Vec<String>,
    connections: usize,
}

/// The server; it ends with this value.
pub struct Smtp {
    state: Arc<Mutex<State>>,
    port: u16,
    authority: String,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Smtp {
    pub fn start(setup: Setup) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime starts");
        let listener = std::net::TcpListener::bind(("127.0.0.1", setup.port)).expect("loopback can be bound");
        listener.set_nonblocking(true).expect("a socket can be made so");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let state: Arc<Mutex<State>> = Arc::default();
        let (acceptor, authority) = certificate(setup.name);
        let shared = Arc::clone(&state);
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).expect("a listening socket");
            while let Ok((stream, _)) = listener.accept().await {
                held(&shared).connections += 1;
                let session = Session::new(setup.clone(), acceptor.clone(), Arc::clone(&shared));
                tokio::spawn(session.run(Box::new(stream)));
            }
        });
        Self { state, port, authority, runtime: Some(runtime) }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The authority that signed its certificate, as PEM.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// From now on, does this at the step when the command contains `about`; the newest rule that fits counts.
    pub fn on(&self, step: Step, about: &str, act: Act) {
        held(&self.state).rules.insert(0, Rule { step, about: about.to_owned(), act });
    }

    /// Behaves again.
    pub fn behave(&self) {
        held(&self.state).rules.clear();
    }

    pub fn taken(&self) -> Vec<Taken> {
        held(&self.state).taken.clone()
    }

    /// Every line that came in clear text.
    pub fn clear_text(&self) -> String {
        held(&self.state).clear.join("\n")
    }

    pub fn connections(&self) -> usize {
        held(&self.state).connections
    }
}

/// A port at which nobody listens, and nobody will while this is held.
pub struct Closed(TcpSocket);

impl Closed {
    pub fn port() -> (Self, u16) {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(([127, 0, 0, 1], 0).into()).expect("loopback can be bound");
        let port = socket.local_addr().expect("a bound socket has an address").port();
        (Self(socket), port)
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // On a thread of its own, as inside another runtime nothing may be waited for. After it the port is free.
            let ended = std::thread::spawn(move || runtime.shutdown_timeout(std::time::Duration::from_secs(10)));
            ended.join().expect("a runtime ends");
        }
    }
}

fn held(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no test thread died holding it")
}

/// A certificate for the name, and the authority that signed it.
fn certificate(name: &str) -> (TlsAcceptor, String) {
    let mut params = CertificateParams::new(Vec::new()).expect("no names to be wrong");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a certificate");
    let key = KeyPair::generate().expect("a key");
    let leaf = CertificateParams::new(vec![name.to_owned()]).expect("a name");
    let leaf = leaf.signed_by(&key, &issuer).expect("signed");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a private key");
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![leaf.der().clone()], key);
    (TlsAcceptor::from(Arc::new(config.expect("key and certificate fit"))), issuer.pem())
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}
type Wire = BufReader<Box<dyn Stream>>;

/// Whether the usual goes on after a rule was looked for.
enum Next {
    Usual,
    Said,
    Done,
    Take,
}

struct Session {
    setup: Setup,
    acceptor: TlsAcceptor,
    state: Arc<Mutex<State>>,
    encrypted: bool,
    user: Option<String>,
    from: String,
    to: Vec<String>,
}

impl Session {
    fn new(setup: Setup, acceptor: TlsAcceptor, state: Arc<Mutex<State>>) -> Self {
        let encrypted = setup.security == Security::Tls;
        Self { setup, acceptor, state, encrypted, user: None, from: String::new(), to: Vec::new() }
    }

    async fn run(mut self, stream: Box<dyn Stream>) -> io::Result<()> {
        let stream: Box<dyn Stream> =
            if self.encrypted { Box::new(self.acceptor.accept(stream).await?) } else { stream };
        let mut wire = BufReader::new(stream);
        self.answer(&mut wire, Step::Accept, "", "220 mail.test ready").await?;
        loop {
            let Some(line) = self.line(&mut wire).await? else { return Ok(()) };
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    let offer = self.offer();
                    self.answer(&mut wire, Step::Ehlo, &line, &offer).await?;
                }
                "STARTTLS" => {
                    if self.answer(&mut wire, Step::StartTls, &line, "220 go ahead").await? {
                        let stream = self.acceptor.accept(wire.into_inner()).await?;
                        wire = BufReader::new(Box::new(stream));
                        self.encrypted = true;
                    }
                }
                "AUTH" => self.login(&mut wire, &line).await?,
                "MAIL" if self.setup.login.is_some() && self.user.is_none() => {
                    say(&mut wire, "530 log in first").await?;
                }
                "MAIL" => {
                    if self.answer(&mut wire, Step::Mail, &line, "250 sender ok").await? {
                        (self.from, self.to) = (path_in(&line), Vec::new());
                    }
                }
                "RCPT" => {
                    if self.answer(&mut wire, Step::Rcpt, &line, "250 recipient ok").await? {
                        self.to.push(path_in(&line));
                    }
                }
                "DATA" => self.data(&mut wire, &line).await?,
                "QUIT" => {
                    self.answer(&mut wire, Step::Quit, &line, "221 bye").await?;
                    return Ok(());
                }
                _ => say(&mut wire, "502 not known here").await?,
            }
        }
    }

    fn offer(&self) -> String {
        let mut lines = vec!["mail.test", "8BITMIME", "SIZE 10000000"];
        if self.setup.security == Security::StartTls && !self.encrypted {
            lines.push("STARTTLS");
        }
        let auth = format!("AUTH {}", self.setup.mechanisms);
        if self.setup.login.is_some() {
            lines.push(&auth);
        }
        let last = lines.len() - 1;
        let told = |(n, line): (usize, &&str)| format!("250{}{line}", if n == last { ' ' } else { '-' });
        lines.iter().enumerate().map(told).collect::<Vec<_>>().join("\r\n")
    }

    async fn login(&mut self, wire: &mut Wire, line: &str) -> io::Result<()> {
        let words: Vec<&str> = line.split(' ').collect();
        let decoded = |text: &str| {
            let bytes = BASE64.decode(text.as_bytes()).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let given = match words.get(1).copied() {
            Some("PLAIN") => decoded(words.get(2).unwrap_or(&"")),
            Some("LOGIN") => {
                let mut given = String::new();
                for prompt in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"] {
                    say(wire, prompt).await?;
                    let answer = self.line(wire).await?.unwrap_or_default();
                    given = format!("{given}\0{}", decoded(&answer));
                }
                given
            }
            _ => String::new(),
        };
        let (user, password) = self.setup.login.unwrap_or_default();
        let right = given == format!("\0{user}\0{password}");
        let usual = if right { "235 welcome" } else { "535 5.7.8 wrong" };
        if self.answer(wire, Step::Auth, line, usual).await? && right {
            self.user = Some(user.to_owned());
        }
        Ok(())
    }

    async fn data(&mut self, wire: &mut Wire, line: &str) -> io::Result<()> {
        if self.to.is_empty() {
            return say(wire, "503 to whom?").await;
        }
        if !self.answer(wire, Step::Data, line, "354 end with a dot").await? {
            return Ok(());
        }
        let mut bytes = Vec::new();
        loop {
            let mut part = Vec::new();
            if wire.read_until(b'\n', &mut part).await? == 0 {
                return Ok(());
            }
            if part == b".\r\n" {
                break;
            }
            bytes.extend_from_slice(part.strip_prefix(b".").unwrap_or(&part));
        }
        let (from, to, user) = (self.from.clone(), self.to.clone(), self.user.clone());
        let mail = Taken { from, to, bytes, encrypted: self.encrypted, user };
        match self.rule(wire, Step::End, &mail.to.join(" ")).await? {
            Next::Said | Next::Done => Ok(()),
            took => {
                held(&self.state).taken.push(mail);
                if matches!(took, Next::Take) {
                    return Err(io::ErrorKind::ConnectionAborted.into());
                }
                say(wire, "250 2.0.0 queued as 4711").await
            }
        }
    }

    /// The usual answer unless a rule says otherwise; true when it was the usual one.
    async fn answer(&mut self, wire: &mut Wire, step: Step, line: &str, usual: &str) -> io::Result<bool> {
        match self.rule(wire, step, line).await? {
            Next::Usual => say(wire, usual).await.map(|()| true),
            Next::Said => Ok(true),
            Next::Done | Next::Take => Ok(false),
        }
    }

    async fn rule(&mut self, wire: &mut Wire, step: Step, line: &str) -> io::Result<Next> {
        let fits = |r: &&Rule| r.step == step && line.contains(&r.about);
        let act = held(&self.state).rules.iter().find(fits).map(|r| r.act.clone());
        match act {
            None => Ok(Next::Usual),
            Some(Act::Say(text)) => say(wire, &text).await.map(|()| Next::Done),
            Some(Act::SayAndGoOn(text)) => say(wire, &text).await.map(|()| Next::Said),
            Some(Act::TakeAndClose) => Ok(Next::Take),
            Some(Act::Close) => Err(io::ErrorKind::ConnectionAborted.into()),
            Some(Act::Hang) => std::future::pending().await,
            Some(Act::EndlessLines) => loop {
                say(wire, "250-and another thing").await?;
            },
            Some(Act::EndlessLine) => loop {
                wire.write_all(&[b'x'; 1024]).await?;
            },
        }
    }

    async fn line(&mut self, wire: &mut Wire) -> io::Result<Option<String>> {
        let mut line = String::new();
        let ended = wire.read_line(&mut line).await? == 0;
        let line = line.trim_end().to_owned();
        if !self.encrypted {
            held(&self.state).clear.push(line.clone());
        }
        Ok((!ended).then_some(line))
    }
}

async fn say(wire: &mut Wire, text: &str) -> io::Result<()> {
    wire.write_all(format!("{text}\r\n").as_bytes()).await?;
    wire.flush().await
}

/// What stands between the angle brackets.
fn path_in(line: &str) -> String {
    line.split(['<', '>']).nth(1).unwrap_or_default().to_owned()
}
