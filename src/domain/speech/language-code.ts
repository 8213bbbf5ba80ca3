/**
 * Every language of ISO 639-1 with its codes in ISO 639-2, the bibliographic one behind the terminological one
 * (pycountry 26.2.16's iso639-3.json, without the withdrawn "sh").
 */
const CODES = `
  aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul
  bi:bis bm:bam bn:ben bo:bod/tib br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces/cze cu:chu
  cv:chv cy:cym/wel da:dan de:deu/ger dv:div dz:dzo ee:ewe el:ell/gre en:eng eo:epo es:spa et:est
  eu:eus/baq fa:fas/per ff:ful fi:fin fj:fij fo:fao fr:fra/fre fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj
  gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye/arm hz:her ia:ina id:ind ie:ile ig:ibo
  ii:iii ik:ipk io:ido is:isl/ice it:ita iu:iku ja:jpn jv:jav ka:kat/geo kg:kon ki:kik kj:kua kk:kaz
  kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin
  lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri/mao mk:mkd/mac ml:mal mn:mon mr:mar ms:msa/may mt:mlt
  my:mya/bur na:nau nb:nob nd:nde ne:nep ng:ndo nl:nld/dut nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci
  oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron/rum ru:rus
  rw:kin sa:san sc:srd sd:snd se:sme sg:sag si:sin sk:slk/slo sl:slv sm:smo sn:sna so:som sq:sqi/alb
  sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton
  tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol wa:wln wo:wol xh:xho
  yi:yid yo:yor za:zha zh:zho/chi zu:zul
`;

/** What else files say: one language of a group, and codes that were withdrawn. */
const OTHERS = 'zh:cmn hr:scr sr:scc ro:mol/mo he:iw yi:ji id:in';

const LANGUAGES = new Map(
  `${CODES} ${OTHERS}`
    .trim()
    .split(/\s+/)
    .flatMap((row) => {
      const [language, codes] = row.split(':') as [string, string];
      return [language, ...codes.split('/')].map((code) => [code, language] as const);
    }),
);

/**
 * The ISO 639-1 code of a language as a file states it: a code of ISO 639-1 or 639-2 in any case, or a tag that begins with
 * one, such as `pt-BR`. Undefined for what is none, as `und`, and for languages without such a code.
 */
export function languageCode(stated: string): string | undefined {
  return LANGUAGES.get(stated.trim().split(/[-_]/)[0]!.toLowerCase());
}
