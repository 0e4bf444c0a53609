page=$(printf 'GET / HTTP/1.0\r\n\r\n' | nc -w 5 server 8080) || { echo 'the client gets no answer from http://server:8080/'; exit 1; }
case $page in
  *'Nothing here'*) echo 'the client still gets the old page'; exit 1 ;;
  *) exit 0 ;;
esac
