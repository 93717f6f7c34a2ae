import pytest
from tests.cast import Cast
from tests.test_fuzz_api import STRANGE_TEXTS, World, IDS
pytestmark = pytest.mark.postgresql
FIELDS = ("q","title","body","community","topics","topic","system","task","role","urgency","kind","state","parent","page","after","limit","sort","act","note","outcome","on","reference","thread","cause","summary","base_revision","success","name","slug","purpose","visibility","handle","email","password","token","next","days","because","scope","locale","time_zone","about","place","answer","section","a","b","from","to","view","author","type","order","saved","word","text","number","into","repaired","anonymous","content","fields")
def test_scan(app, cast, kind):
    app.testing=False
    app.config["PROPAGATE_EXCEPTIONS"]=False
    w=World(app,cast)
    dev=w.people[2]
    bad={}
    rules=[r for r in app.url_map.iter_rules() if not r.rule.startswith(("/api/v1","/static"))]
    n=0
    for r in rules:
        if "sign-out" in r.rule: continue
        for method in sorted(r.methods-{"HEAD","OPTIONS"}):
            for text in (t for t in STRANGE_TEXTS):
                import re
                path=r.rule
                ids={"w":w.ids["pages"]}.get(path.split("/")[1], w.ids["threads"])
                path=re.sub(r"<int:[^>]+>","1",path)
                path=path.replace("<slug>","ops").replace("<handle>","ana").replace("<post>",w.ids["posts"][0]).replace("<post_id>",w.ids["posts"][0])
                path=re.sub(r"<[^>]+>",ids[0],path)
                clean=text.encode("utf-8","replace").decode()
                kw={}
                if method=="GET":
                    kw["query_string"]={f:clean[:3000] for f in FIELDS}
                    variants=[kw,{"query_string":{"community":clean[:3000],"body":"x"}},{"query_string":{"after":clean[:3000]}},{"query_string":{"q":clean[:3000]}}]
                else:
                    d={f:clean for f in FIELDS if f not in("act",)}
                    variants=[{"data":{**d,"csrf_token":dev.token,"act":a}} for a in ("","preview","look")]
                    good={"title":"x","body":"y","name":"N","kind":"roadblock","note":"n","outcome":"worked"}
                    variants+= [{"data":{**good,"csrf_token":dev.token,"act":a,f:clean}} for a in ("","preview","look") for f in ("body","title","community","topics","parent","system","page","thread")]
                    if text not in ("\x00","\ud800","x"*70000,"",): variants=variants[:3]
                for v in variants:
                    n+=1
                    a=dev.http.open(path,method=method,**v)
                    if a.status_code>=500: bad.setdefault((method,r.rule),[]).append((text[:10],[k for k in v.get("data",v.get("query_string"))][:3]))
    for k,v in bad.items(): print("BAD",k,len(v),v[:3])
    print("requests",n)
    assert not bad
