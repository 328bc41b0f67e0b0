import { stringify } from "yaml";
import type { Role } from "../config";

/** Where a server tells whether it can serve. */
export const HEALTH_PATH = "/healthz";
export const HTTPS_PORT = 443;

/** What differs between servers. */
export interface CloudInitArgs {
  readonly role: Role;
  readonly databaseHost: string;
  readonly databasePort: number;
  readonly sshPublicKey: string;
}

/**
 * The one cloud-init of every server at both sites: nginx on 443 whose health page is there only while the site's database answers,
 * so that a health check sees more than a running process. No secret is in it: instance metadata is readable on the server.
 * The certificate is made at first boot and signed by nobody; health checks accept that, browsers do not.
 */
export function cloudInit(args: CloudInitArgs): string {
  const document = {
    ssh_authorized_keys: [args.sshPublicKey],
    package_update: true,
    packages: ["nginx", "openssl", "postgresql-client"],
    write_files: [
      { path: "/etc/nginx/sites-available/default", content: nginx() },
      { path: "/usr/local/bin/firebreak-health", permissions: "0755", content: health(args) },
      { path: "/etc/systemd/system/firebreak-health.service", content: unit(["[Unit]", "Description=Health of this server", "[Service]", "Type=oneshot", "ExecStart=/usr/local/bin/firebreak-health"]) },
      { path: "/etc/systemd/system/firebreak-health.timer", content: unit(["[Unit]", "Description=Health of this server every 10 s", "[Timer]", "OnBootSec=10", "OnUnitActiveSec=10", "AccuracySec=1", "[Install]", "WantedBy=timers.target"]) },
    ],
    runcmd: [
      ["mkdir", "-p", "/var/www/health"],
      ["sh", "-c", 'openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj "/CN=$(hostname)" -keyout /etc/ssl/private/server.key -out /etc/ssl/certs/server.crt'],
      ["systemctl", "daemon-reload"],
      ["systemctl", "enable", "--now", "firebreak-health.timer"],
      ["systemctl", "restart", "nginx"],
    ],
  };
  return `#cloud-config\n${stringify(document)}`;
}

function nginx(): string {
  return [
    "server {",
    `  listen ${HTTPS_PORT} ssl default_server;`,
    "  ssl_certificate /etc/ssl/certs/server.crt;",
    "  ssl_certificate_key /etc/ssl/private/server.key;",
    "  root /var/www/html;",
    `  location = ${HEALTH_PATH} { alias /var/www/health/healthz; default_type text/plain; }`,
    "}",
    "",
  ].join("\n");
}

function health(args: CloudInitArgs): string {
  const page = "/var/www/health/healthz";
  return [
    "#!/bin/sh",
    `if pg_isready --quiet --timeout=5 --host=${args.databaseHost} --port=${args.databasePort}; then echo "ok ${args.role}" > ${page}; else rm -f ${page}; fi`,
    "",
  ].join("\n");
}

function unit(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
