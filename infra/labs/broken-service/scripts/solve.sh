sed -i 's/80800/8080/; s/shopp/shop/' /etc/shop/shop.conf
mv /srv/shop/.prices.txt /srv/shop/prices.txt
tries=0
until printf 'GET / HTTP/1.0\r\n\r\n' | nc -w 2 127.0.0.1 8080 | grep -q 200 || [ "$tries" -ge 10 ]; do
  tries=$((tries + 1))
  sleep 1
done
