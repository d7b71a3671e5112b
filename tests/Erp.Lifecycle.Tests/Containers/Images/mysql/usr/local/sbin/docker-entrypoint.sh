#!/bin/sh
# Like the official image: MYSQL_ROOT_PASSWORD counts for an empty data folder only.
set -eu
data=/var/lib/mysql
if [ ! -d "$data/mysql" ]; then
  : "${MYSQL_ROOT_PASSWORD:?must be set for a new data folder}"
  mariadb-install-db --no-defaults --user=root --datadir="$data" \
    --auth-root-authentication-method=normal --skip-test-db >/dev/null
  # In a file, so that no process list shows the password; read once, by a server that nobody can reach.
  umask 077
  cat >/tmp/root.sql <<SQL
FLUSH PRIVILEGES;
ALTER USER 'root'@'localhost' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';
CREATE USER 'root'@'%' IDENTIFIED BY '$MYSQL_ROOT_PASSWORD';
GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;
SQL
  mariadbd --no-defaults --user=root --datadir="$data" --bootstrap </tmp/root.sql
  rm /tmp/root.sql
fi
exec mariadbd --no-defaults --user=root --datadir="$data" --socket=/tmp/mysql.sock \
  --skip-name-resolve --character-set-server=utf8mb4 "$@"
