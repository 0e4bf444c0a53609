mkdir -p /root/work
echo 'hello, world' > /root/work/hello.txt
grep -l 'from: Paris' /root/letters/*.txt | wc -l > /root/work/count.txt
