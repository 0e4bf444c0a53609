sed -i 's/80800/8080/; s/shopp/shop/' /etc/shop/shop.conf
mv /srv/shop/.prices.txt /srv/shop/prices.txt
tries=0
until wget -q -T 2 -O /dev/null http://127.0.0.1:8080/ || [ "$tries" -ge 30 ]; do
  tries=$((tries + 1))
  sleep 1
done
