mkdir -p /etc/shop /srv/shop /var/log
echo 'PORT=80800' > /etc/shop/shop.conf
echo 'ROOT=/srv/shopp' >> /etc/shop/shop.conf
echo '<h1>The shop</h1>' > /srv/shop/index.html
echo 'apples 3' > /srv/shop/.prices.txt
cat > /etc/shop/start.sh <<'END'
. /etc/shop/shop.conf
[ "$PORT" -le 65535 ] || { echo "there is no port $PORT: see /etc/shop/shop.conf"; exit 1; }
cd "$ROOT" || exit 1
echo "serving $ROOT on port $PORT"
exec httpd -f -p "$PORT" -h "$ROOT"
END
cat > /etc/shop/watch.sh <<'END'
while true; do
  sh /etc/shop/start.sh >> /var/log/shop.log 2>&1
  echo 'the shop ended: trying again in 2 seconds' >> /var/log/shop.log
  sleep 2
done
END
