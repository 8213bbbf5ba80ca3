/**
 * What people look for in pictures, of everyday topics as wide apart as may be, by language (ISO 639-1): what a query scores
 * is held against what these score. The wording is part of what a library is calibrated with: changed, it is computed anew.
 */
export const PICTURE_PROMPTS: Readonly<Record<string, string>> = {
  en: `
    a dog | a cat sleeping | horses in a field | a cow | birds in the sky | a fish tank | a spider | an elephant | a butterfly on a flower
    a lion | sheep on a hill | a snake | chickens in a yard | a bear in the forest | monkeys | a whale | an insect on a leaf
    a man in a suit | a woman with long hair | a baby crying | children playing in a park | an old man smiling | a crowd of people
    a portrait of a young woman | two people shaking hands | a family at a table | a bride and groom | teenagers laughing | a man with a beard
    a soldier in uniform | a police officer | a doctor with a patient | a teacher in a classroom | a chef cooking | a farmer on a tractor
    a priest | a firefighter | a worker with a helmet | a scientist in a laboratory | a street musician | a dancer on stage
    a person running | somebody swimming | a person riding a bicycle | skiing down a slope | a football match | a basketball game
    a tennis player | a boxing match | climbing a rock wall | surfing a wave | yoga in a room | people dancing at a party | fishing from a boat
    a marathon | a gymnast | golf | a car race | ice skating | a chess board | children building a sandcastle | playing cards
    a red car | a bus on a street | a train at a station | an aeroplane taking off | a ship in a harbour | a motorcycle | a truck on a motorway
    a helicopter | a sailing boat | a traffic jam | an old steam locomotive | a spaceship | a bicycle against a wall | inside a car
    a city skyline at night | a narrow street in an old town | a skyscraper | a church | a mosque | a castle | a bridge over a river | a farm house
    a market with fruit | a shopping centre | a factory | a construction site | a stadium | an airport hall | a museum | ruins of a temple
    a bedroom | a kitchen | a bathroom | a living room with a sofa | an office with computers | a classroom | a hospital room | a staircase
    a library full of books | a restaurant | a garage | a theatre | a prison cell | an empty corridor | a swimming pool | a greenhouse
    a beach | a mountain with snow | a waterfall | a desert | a forest in autumn | a lake at sunrise | a green meadow | a volcano erupting
    the ocean from above | a cave | a river with rocks | a field of sunflowers | a tropical island | a glacier | a garden with roses | palm trees
    rain on a window | a thunderstorm | fog in a valley | falling snow | a rainbow | a sunset | the moon at night | stars in the sky | clouds
    fire and smoke | fireworks | a flood in a village | a tornado | a house after an earthquake | an explosion
    a pizza | a birthday cake with candles | a cup of coffee | a bowl of soup | bread on a table | vegetables on a cutting board | a glass of wine
    sushi | a barbecue | fried eggs in a pan | ice cream | a plate of pasta | apples | cheese | a hamburger
    a computer screen | a mobile phone in a hand | a book | a clock | a guitar | a piano | a camera on a tripod | a television | a lamp | a chair
    a knife | a pair of shoes | a hat | glasses | a ring | a suitcase | a toy train | a doll | balloons | a flag | a painting on a wall | a statue
    a hammer and nails | money | a map | a newspaper | a letter | a microphone | a washing machine | a robot | a gun | a bottle | an umbrella
    a chart with numbers | text on a black screen | a logo | a cartoon | an animation | a weather map | a news studio | a black and white film
    a press conference | a speech at a podium | an interview | a demonstration with banners | a parade | a concert with lights | a courtroom
    a wedding dance | a funeral | a graduation | a Christmas tree with presents | a carnival | a school play | a magic trick | an award ceremony
    a close-up of an eye | hands typing | feet walking in sand | a face in the dark | a silhouette against the light | a blurry picture
    a view from a drone | an aerial view of a town | under water | a slow-motion splash | a time lapse of traffic | a picture taken through a microscope
    somebody opening a door | a woman reading | a man painting a wall | a child blowing out candles | cutting hair | planting a tree
    washing dishes | repairing a bicycle | a surgeon operating | pouring milk | a woman putting on make-up | a man asleep on a train
    people waiting in a queue | a couple walking hand in hand | a boy with a kite | a girl on a swing | a grandmother knitting | a dog catching a ball
    something red | a blue wall | a dark room | bright light | a pattern of stripes | an empty road | a wide landscape | yellow leaves
    people | a building | water | food | an animal | a car | a tree | a machine | night | winter
    loneliness | joy | danger | the future | zxqv brlt | hjkl dfgs | lorem ipsum | 0000`,
  ko: `
    강아지 | 고양이 | 들판의 말 | 하늘을 나는 새 | 웃는 아이들 | 아기 | 정장을 입은 남자 | 긴 머리의 여자 | 가족 식사 | 결혼식
    축구 경기 | 수영하는 사람 | 자전거 타는 사람 | 피아노 치는 여자 | 빨간 자동차 | 기차역 | 비행기 | 밤의 도시 | 오래된 골목 | 부엌
    사무실의 컴퓨터 | 교실 | 병원 | 바닷가 | 눈 덮인 산 | 폭포 | 가을 숲 | 비 오는 거리 | 무지개 | 노을 | 불꽃놀이 | 김치찌개 | 생일 케이크
    커피 한 잔 | 책 읽는 사람 | 휴대전화 | 시위하는 사람들 | 뉴스 스튜디오 | 콘서트 무대 | 꽃밭`,
  de: 'ein Hund auf der Wiese | eine alte Kirche | Kinder im Schnee | ein Mann am Schreibtisch | Fußball | ein Hafen bei Nacht',
  fr: 'un chat sur un canapé | une rue de Paris | un repas en famille | la montagne en hiver | une femme qui danse | un bateau',
  es: 'un perro en la playa | una boda | un coche rojo | niños jugando al fútbol | una cocina | el cielo con nubes',
  pt: 'um gato | uma praia | um homem com chapéu | uma festa de aniversário | um ônibus na cidade | uma floresta',
  ru: 'собака | город ночью | женщина с цветами | поезд | зимний лес | дети на площадке',
  ja: '犬 | 桜の木 | 料理をする人 | 夜の街 | 電車の中 | 海と空',
  zh: '一只猫 | 山上的雪 | 孩子们在学校 | 城市的街道 | 一碗面条 | 跳舞的人',
  ar: 'كلب | مدينة في الليل | امرأة تطبخ | أطفال يلعبون | سيارة حمراء | الصحراء',
  hi: 'एक कुत्ता | शादी | सड़क पर गाड़ियाँ | खाना बनाती महिला | पहाड़ | बच्चे खेल रहे हैं',
};
