mkdir -p /srv/www
echo '<h1>Nothing here yet</h1>' > /srv/www/index.html
