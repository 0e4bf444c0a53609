echo '<h1>Hello from my own server</h1>' > /srv/www/index.html
echo ok > /srv/www/status
