/** What each environment variable is for. A variable without its line here, or a line without its variable, fails. */
export const VARIABLE_MEANINGS: Readonly<Record<string, string>> = {
  BERTH_URL:
    'processes: public address of the platform, without a path; command line: the platform that commands talk to',
  BERTH_TOKEN: 'API token that commands use',
  BERTH_LOG_LEVEL: 'how much the platform writes to its logs',
  BERTH_SIGNUP: 'who may make an account: with an invitation, everybody, nobody',
  BERTH_OIDC_ISSUER: 'address of an OpenID Connect provider; needs client id and secret too',
  BERTH_OIDC_CLIENT_ID: 'what the provider calls this platform',
  BERTH_OIDC_CLIENT_SECRET_FILE:
    'file with the secret that the provider gave; berth-web must be able to read it',
  BERTH_OIDC_LABEL: 'what the sign-in button says',
  BERTH_SMTP_URL: 'mail server for invitations and password resets; needs BERTH_MAIL_FROM too',
  BERTH_MAIL_FROM: 'sender of mails',
  DATABASE_URL: 'PostgreSQL; given to `up`: an external one instead of its own',
  REDIS_URL: 'Redis; given to `up`: an external one instead of its own',
  HOME: 'where `login` keeps its file, when XDG_CONFIG_HOME is not set',
  XDG_CONFIG_HOME: 'where `login` keeps its file',
  BERTH_WEB_PART: '`all`; `lessons`: without pages, for what a class does at once',
  BERTH_INSTANCE: 'id of the platform: everything that it makes on the host carries it',
  BERTH_RUN_DIR: 'sockets and state that do not outlive a boot',
  BERTH_APPS_DOMAIN: 'domain of app addresses, with port where there is one',
  BERTH_SOCKET: 'unix socket to listen on',
  BERTH_CONTROL_SOCKET: "control's unix socket",
  BERTH_CONTROL_URL: 'websocket address of control, where its socket is out of reach',
  BERTH_AUTH_SECRET_FILE: 'signs sessions',
  BERTH_PEPPER_FILE: 'HMAC key of API tokens',
  BERTH_TICKET_KEY_FILE: 'signs what web asks of control',
  BERTH_MASTER_KEY_FILE: 'seals secrets',
  BERTH_REGISTRY_KEY_FILE: 'signs registry tokens',
  BERTH_BLOBS_DIR: 'content of the registry',
  BERTH_GIT_DIR: 'repositories of apps: a cache, which may be emptied at any time',
  BERTH_SSH_PORT: 'where git over SSH listens; 0: nowhere',
  BERTH_TLS_PORT: 'where the door listens with TLS; 0: nowhere',
  BERTH_TLS:
    'who serves the address of the platform by TLS: `off`: not the door; `acme`: the door, with certificates that it gets; `files`: with what an administrator brings',
  BERTH_ACME_URL: 'directory of the certificate authority, if not that of Let’s Encrypt',
  BERTH_ACME_EMAIL:
    'whom the certificate authority writes to; giving it agrees to its terms, and no certificate is asked for without',
  BERTH_SSH_ADDRESS: 'address of this machine that git over SSH listens on',
  BERTH_SOURCES_DIR: 'what builds are made of, where it lies in files',
  BERTH_BLOBS_S3_ENDPOINT:
    'address of an S3 server: the content of the registry lies in a bucket there, and not in files',
  BERTH_BLOBS_S3_BUCKET: 'the bucket, which this platform has for itself',
  BERTH_BLOBS_S3_REGION: 'region of the bucket; `us-east-1` unless set',
  BERTH_BLOBS_S3_ACCESS_KEY_FILE:
    'file with two lines, the id of the access key and its secret; berth-control must be able to read it',
  BERTH_BLOBS_S3_PATH_STYLE:
    '`no` for addresses like `bucket.endpoint`, as Amazon wants them; `yes` (as it is unless set) for `endpoint/bucket`',
  BERTH_IMAGES_LEASE_HOURS:
    'how long content of images stays after it was pushed, mounted or asked for, needed or not',
  BERTH_IMAGES_GRACE_HOURS:
    'how long an image stays that no tag points to any more, after that or after it was last pulled',
  BERTH_DOOR_DIR: 'configuration and map of the door',
  BERTH_DOOR_ADMIN_SOCKET: "the door's runtime commands",
  BERTH_CONTAINER_NETS:
    'networks of containers, with commas: the door sends visitors to no address elsewhere',
  BERTH_SCANNER: 'program or address that looks for weaknesses in what images bring',
  BERTH_GIT_CA_FILE: 'certificates that git servers of others may show besides those that the system trusts',
  BERTH_OUTBOUND_ALLOW:
    'networks that webhooks and mirrors may reach although they are not public: addresses or CIDRs, with commas',
  BERTH_AGENT_TOKEN_FILE: 'token of the node',
  BERTH_AGENT_DIR: "the agent's data",
  BERTH_INIT: 'the berth-init binary',
  BERTH_RESOLVER_DIR: 'records of the containers, written by the agent',
  BERTH_DOOR_PORT: 'the one port of the host that containers reach, beside that with TLS',
  BERTH_BUILD_EGRESS:
    'what builds may reach of private networks, as a mirror of packages: 10.0.0.0/8:4873, several separated by commas; nothing else of private networks is reached',
  BERTH_IMAGE_DISK_HIGH: 'percent of the disk from which on images that nobody uses are removed',
  BERTH_IMAGE_DISK_LOW: 'percent of the disk at which that ends',
  BERTH_IMAGE_MAX_BYTES: 'what all images of the node may take together; without it, the disk',
  BERTH_BUILD_CACHE_BYTES:
    'bytes on each node that builds of one tenant leave for its next ones; the longest unused goes first',
  BERTH_BUILD_SLOTS: 'builds that run on a node at once; one of a tenant',
  BERTH_IMAGE_KEEP: 'hours after its last use that an image goes, however much room there is',
  BERTH_HEALTH_INTERVAL: 'seconds between two looks at a healthy container; three that fail in a row end it',
}
