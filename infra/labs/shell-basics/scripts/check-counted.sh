wanted=$(grep -l 'from: Paris' /root/letters/*.txt | wc -l)
written=$(cat /root/work/count.txt 2>/dev/null | tr -d ' \n')
[ "$written" = "$wanted" ] && exit 0
echo "work/count.txt has \"$written\": that is not how many letters come from Paris"
exit 1
